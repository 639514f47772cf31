import Configuration

/// Reads one setting from the first source that has it: flags, then the environment, then the file. Values of the wrong type are
/// errors that name their source; none is passed over.
struct SettingsReader {
    private struct Source {
        let provider: any ConfigProvider
        let prefix: [String]
        let name: (SettingsKey) -> String
    }

    private let sources: [Source]

    init(flags: SettingsFlags, environment: [String: String], file: SettingsFile?) {
        var sources = [
            Source(provider: InMemoryProvider(name: "flags", values: flags.values), prefix: []) {
                $0.flag
            },
            Source(
                provider: EnvironmentVariablesProvider(
                    environmentVariables: environment.filter { !$0.value.isEmpty }),
                prefix: ["beckon"]
            ) { $0.variable },
        ]
        if let file {
            sources.append(
                Source(provider: file.provider, prefix: []) { "\($0.rawValue) in \(file.path)" })
        }
        self.sources = sources
    }

    func string(_ key: SettingsKey) throws(SettingsError) -> (String, source: String)? {
        guard let (content, source) = try find(key, .string, "a text") else { return nil }
        guard case .string(let text) = content else { return nil }
        return (text, source)
    }

    func strings(_ key: SettingsKey) throws(SettingsError) -> ([String], source: String)? {
        guard let (content, source) = try find(key, .stringArray, "a list of texts") else {
            return nil
        }
        guard case .stringArray(let texts) = content else { return nil }
        return (texts, source)
    }

    func bool(_ key: SettingsKey) throws(SettingsError) -> Bool? {
        guard let (content, _) = try find(key, .bool, "true or false") else { return nil }
        guard case .bool(let value) = content else { return nil }
        return value
    }

    func int(_ key: SettingsKey, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let (content, source) = try find(key, .int, wanted) else { return nil }
        guard case .int(let value) = content, range.contains(value) else {
            throw SettingsError(source: source, problem: "must be \(wanted).")
        }
        return value
    }

    private func find(
        _ key: SettingsKey, _ type: ConfigType, _ wanted: String
    ) throws(SettingsError) -> (ConfigContent, source: String)? {
        for source in sources {
            let value: ConfigValue?
            do {
                let path = AbsoluteConfigKey(source.prefix + [key.rawValue])
                value = try source.provider.value(forKey: path, type: type).value
            } catch {
                throw SettingsError(source: source.name(key), problem: "must be \(wanted).")
            }
            if let value { return (value.content, source.name(key)) }
        }
        return nil
    }
}
