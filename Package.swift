// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let instrumentation = Target.Dependency.product(
    name: "Instrumentation", package: "swift-distributed-tracing")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "beckon",
    platforms: [.macOS(.v15), .iOS(.v17)],
    products: [
        .executable(name: "beckon", targets: ["beckon"]),
        .library(name: "BeckonClient", targets: ["BeckonClient"]),
        .executable(name: "beckon-chat", targets: ["beckon-chat"]),
        .executable(name: "beckon-simulator", targets: ["beckon-simulator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .executableTarget(
            name: "beckon",
            dependencies: [
                "BeckonServer", "BeckonHTTP", "BeckonAccounts", "BeckonStore", "BeckonWire",
                "BeckonModel", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        room(
            "BeckonServer",
            [
                "BeckonHTTP", "BeckonRealtime", "BeckonHooks", "BeckonJobs", "BeckonAccounts",
                "BeckonEngine", "BeckonSQLite", "BeckonStore", "BeckonTelemetry", "BeckonWire",
                "BeckonModel", "CTuning", "CWebAssets", log, nioCore, nioPosix,
                lifecycle,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        room(
            "BeckonHTTP",
            [
                "BeckonRealtime", "BeckonJobs", "BeckonAccounts", "BeckonEngine", "BeckonStore",
                "BeckonTelemetry", "BeckonWire", "BeckonModel", "CWebAssets", log, tracing,
                instrumentation, nioCore, nioPosix, nioHTTP1, httpTypes, crypto,
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),
        room(
            "BeckonRealtime",
            [
                "BeckonEngine", "BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", log,
                nioCore, nioHTTP1,
                nioWebSocket, httpTypes,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),
        room(
            "BeckonHooks",
            [
                "BeckonJobs", "BeckonAccounts", "BeckonStore", "BeckonWire", "BeckonModel", log,
                nioCore, nioPosix, crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        room(
            "BeckonJobs",
            [
                "BeckonEngine", "BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", log,
            ]),
        room(
            "BeckonAccounts",
            [
                "BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", "CArgon2", crypto,
                nioPosix,
            ]),
        room(
            "BeckonEngine",
            ["BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", log, metrics]),
        room(
            "BeckonSQLite",
            [
                "BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", log,
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        room("BeckonStore", ["BeckonTelemetry", "BeckonWire", "BeckonModel"]),
        room("BeckonTelemetry", [metrics, tracing, instrumentation]),
        room("BeckonClient", ["BeckonWire", "BeckonModel"]),
        room("BeckonWire", ["BeckonModel"]),
        room("BeckonModel", []),
        .target(name: "CTuning"),
        .target(name: "CWebAssets", path: "Sources/CWebAssets", exclude: ["generated"]),
        .systemLibrary(
            name: "CArgon2", path: "Sources/CArgon2", pkgConfig: "libargon2",
            providers: [.apt(["libargon2-dev"])]),

        // Not a part of what is shipped: see docs/benchmarks.md.
        .executableTarget(
            name: "beckon-benchmarks",
            dependencies: [
                "BeckonRealtime", "BeckonEngine", "BeckonSQLite", "BeckonStore", "BeckonWire",
                "BeckonModel", log, nioCore, nioEmbedded,
            ], path: "Benchmarks/swift", swiftSettings: strict),

        // An app that talks to a server: it sees of this package what everybody sees.
        .executableTarget(
            name: "beckon-chat",
            dependencies: [
                "BeckonClient", nioCore, nioPosix, nioHTTP1, nioWebSocket,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Examples/beckon-chat", packageAccess: false, swiftSettings: strict),

        tests("BeckonModelTests", ["BeckonModel"]),
        tests("BeckonTelemetryTests", ["BeckonTelemetry", metrics, tracing, instrumentation]),
        tests(
            "BeckonEngineTests",
            [
                "BeckonEngine", "BeckonStore", "BeckonTelemetry", "BeckonWire", "BeckonModel", log,
            ]),
        tests(
            "BeckonJobsTests",
            [
                "BeckonJobs", "BeckonEngine", "StoreTesting", "BeckonSQLite", "BeckonStore",
                "BeckonTelemetry", "BeckonWire", "BeckonModel", log,
            ]),
        tests(
            "BeckonHooksTests",
            [
                "BeckonHooks", "BeckonJobs", "BeckonAccounts", "BeckonStore", "BeckonWire",
                "BeckonModel", log, nioCore, nioPosix,
            ]),
        tests("BeckonWireTests", ["BeckonWire", "BeckonModel"]),
        tests("BeckonClientTests", ["BeckonClient", "BeckonWire", "BeckonModel"]),
        tests(
            "BeckonRealtimeTests",
            [
                "BeckonRealtime", "BeckonEngine", "BeckonStore", "BeckonWire", "BeckonModel",
                nioCore, nioEmbedded,
            ]),
        tests(
            "BeckonHTTPTests",
            [
                "BeckonHTTP", "BeckonRealtime", "BeckonAccounts", "BeckonStore", "BeckonWire",
                "BeckonModel", log, nioCore, nioPosix, httpTypes,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .target(
            name: "StoreTesting",
            dependencies: ["BeckonSQLite", "BeckonStore", "BeckonWire", "BeckonModel"],
            path: "Tests/StoreTesting", swiftSettings: strict),
        tests(
            "StoreContractTests",
            ["StoreTesting", "BeckonSQLite", "BeckonStore", "BeckonWire", "BeckonModel"]),
        tests(
            "BeckonSQLiteTests",
            [
                "StoreTesting", "BeckonSQLite", "BeckonStore", "BeckonTelemetry", "BeckonWire",
                "BeckonModel",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        tests(
            "BeckonServerTests",
            [
                "BeckonServer", "BeckonHTTP", "BeckonRealtime", "BeckonAccounts", "BeckonEngine",
                "StoreTesting", "BeckonSQLite", "BeckonStore", "BeckonWire", "BeckonModel", log,
                nioCore,
                nioEmbedded,
            ]),

        // Beside the tests, not in the program: drives the rooms above through thousands of schedules.
        .target(
            name: "BeckonSimulation",
            dependencies: [
                "StoreTesting", "BeckonRealtime", "BeckonJobs", "BeckonEngine", "BeckonSQLite",
                "BeckonStore", "BeckonClient", "BeckonWire", "BeckonModel", log, nioCore,
                nioEmbedded,
            ], path: "Tests/BeckonSimulation", swiftSettings: strict),
        .executableTarget(
            name: "beckon-simulator",
            dependencies: [
                "BeckonSimulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Tests/beckon-simulator", swiftSettings: strict),
        tests(
            "SimulationTests",
            ["BeckonSimulation", "beckon-simulator", "BeckonClient", "BeckonModel"]),
    ],
    swiftLanguageModes: [.v6]
)
