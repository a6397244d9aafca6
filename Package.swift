// swift-tools-version: 6.2
import PackageDescription

/// Test targets go without strict memory safety: the expansion of `#expect(throws:)` trips it.
let tested: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let strict: [SwiftSetting] = tested + [.strictMemorySafety()]

let package = Package(
    name: "earshot",
    products: [
        .executable(name: "earshot", targets: ["earshot"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CHTTP2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libhyperscan-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .target(name: "CLinux"),
        .plugin(
            name: "EmbedRules",
            capability: .buildTool(),
            dependencies: ["embed-rules"],
            path: "Sources/EmbedRules"
        ),
        .executableTarget(
            name: "embed-rules",
            dependencies: ["Yams"],
            path: "Sources/EmbedRulesTool",
            swiftSettings: tested
        ),

        .target(name: "Observation", swiftSettings: strict),
        .target(
            name: "Knowledge",
            dependencies: ["Observation", "Yams", "TOMLKit"],
            swiftSettings: strict,
            plugins: ["EmbedRules"]
        ),
        .target(
            name: "Dissection",
            dependencies: ["CBrotli", "CCrypto", "CHTTP2", "CZlib", "CZstd", "Observation"],
            swiftSettings: strict
        ),
        .target(name: "PacketCapture", dependencies: ["CPcap", "CZlib", "Observation"], swiftSettings: strict),
        .target(name: "HostInventory", dependencies: ["CLinux", "Knowledge", "Observation"], swiftSettings: strict),
        .target(
            name: "ContentMatching",
            dependencies: ["CHyperscan", "CPCRE2", "CZlib", "Knowledge", "Observation"],
            swiftSettings: strict
        ),
        .target(
            name: "TextExtraction",
            dependencies: ["CArchive", "CZlib", "CZstd", "Observation"],
            swiftSettings: strict
        ),
        .target(
            name: "FilesystemScanner",
            dependencies: ["CLinux", "CZlib", "ContentMatching", "Knowledge", "Observation", "TextExtraction"],
            swiftSettings: strict
        ),
        .target(
            name: "AuditStore",
            dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),
        .target(name: "RuleEngine", dependencies: ["CPCRE2", "Knowledge", "Observation"], swiftSettings: strict),
        .target(name: "Reporting", dependencies: ["Observation"], swiftSettings: strict),
        .target(
            name: "EarshotCommands",
            dependencies: [
                "AuditStore", "ContentMatching", "Dissection", "FilesystemScanner", "HostInventory", "Knowledge",
                "Observation", "PacketCapture", "Reporting", "RuleEngine", "TextExtraction",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(name: "earshot", dependencies: ["EarshotCommands"], swiftSettings: strict),
        .executableTarget(
            name: "earshot-benchmarks",
            dependencies: ["ContentMatching", "Dissection", "Knowledge", "PacketCapture"],
            path: "Sources/Benchmarks",
            swiftSettings: strict
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: tested),
        .testTarget(
            name: "ObservationTests",
            dependencies: ["Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "KnowledgeTests",
            dependencies: ["Knowledge", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "DissectionTests",
            dependencies: ["Dissection", "PacketCapture", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "PacketCaptureTests",
            dependencies: ["PacketCapture", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "HostInventoryTests",
            dependencies: ["HostInventory", "Knowledge", "Observation", "TestSupport"],
            exclude: ["Scenarios/Programs"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "ContentMatchingTests",
            dependencies: ["ContentMatching", "Knowledge", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "TextExtractionTests",
            dependencies: ["TextExtraction", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "FilesystemScannerTests",
            dependencies: [
                "FilesystemScanner", "ContentMatching", "Knowledge", "Observation", "TestSupport", "TextExtraction",
            ],
            swiftSettings: tested
        ),
        .testTarget(
            name: "AuditStoreTests",
            dependencies: ["AuditStore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: tested
        ),
        .testTarget(
            name: "RuleEngineTests",
            dependencies: ["RuleEngine", "Knowledge", "Observation", "TestSupport"],
            swiftSettings: tested
        ),
        .testTarget(name: "ReportingTests", dependencies: ["Reporting", "Observation"], swiftSettings: tested),
        .testTarget(
            name: "EarshotCommandsTests",
            dependencies: ["EarshotCommands", "Knowledge", "Observation", "RuleEngine"],
            swiftSettings: tested
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: ["earshot"],
            exclude: ["RealPrograms/Programs", "RealSoftware/Programs"],
            swiftSettings: tested
        ),
    ]
)

// Instrumented, it is built by `.ci/fuzz` alone.
if Context.environment["EARSHOT_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "earshot-fuzz",
            dependencies: [
                "CCrypto", "ContentMatching", "CZlib", "Dissection", "Knowledge", "Observation", "PacketCapture",
                "TextExtraction",
            ],
            path: "Sources/Fuzzers",
            swiftSettings: tested
        )
    )
}
