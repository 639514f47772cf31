import Foundation

/// What the kernel knows of this process (proc(5)); 0 where it says nothing.
struct ProcessFigures {
    var residentBytes = 0
    var openFiles = 0
    var maximumFiles = 0
    var processorSeconds = 0.0

    static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        let pages = text("/proc/self/statm").split(separator: " ")
        if pages.count > 1 {
            figures.residentBytes = (Int(pages[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
        }
        figures.openFiles = openFileCount()
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.maximumFiles = Int(clamping: limit.rlim_cur)
        }
        var used = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used) == 0 {
            figures.processorSeconds = seconds(used.ru_utime) + seconds(used.ru_stime)
        }
        return figures
    }

    /// Seconds since 1970: the boot's time and the clock ticks from there to the start.
    static let startTime: Double = {
        let boot = text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
        // The program's name, in brackets, may hold anything.
        let fields = text("/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard let boot, fields.count > 19, let ticks = Double(fields[19]) else {
            return Date().timeIntervalSince1970
        }
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    /// Without the one that this takes.
    private static func openFileCount() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return max(0, count - 1)
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
