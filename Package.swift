// swift-tools-version: 6.1
import PackageDescription

// No package dependencies: what a well-kept library does better comes from the system's own,
// through the small C targets below. docs/dependencies.md argues each.

/// Upcoming language features, on everywhere: existentials are spelled `any`, imports are internal
/// unless said otherwise, and a member is visible only where its module is imported.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "meshscrape",
  platforms: [.macOS(.v15)],
  targets: [
    // The system's libraries.
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CNghttp2", pkgConfig: "libnghttp2",
      providers: [.apt(["libnghttp2-dev"]), .brew(["libnghttp2"])]),
    .target(name: "CSystem", dependencies: ["COpenSSL"]),

    // Models: pure, no I/O.
    module("SourceText", ["CYAML"]),
    module("Behaviours"),
    module("Patterns"),
    module("Exposition"),
    module("KubernetesModel", ["SourceText"]),
    module("PrometheusModel", ["Behaviours", "KubernetesModel", "Exposition", "Patterns", "SourceText"]),
    module("MeshModel", ["Behaviours", "KubernetesModel", "Exposition", "SourceText"]),

    // The processes.
    module("Contract"),
    module("Wire", ["Contract", "CSystem", "COpenSSL", "CZlib", "CZstd", "CNghttp2"]),
    module(
      "Roles",
      [
        "Wire", "Contract", "SourceText", "KubernetesModel", "PrometheusModel", "MeshModel", "Exposition",
        "Patterns",
      ]),

    // From scenario file to report.
    module(
      "Scenarios",
      ["Behaviours", "SourceText", "KubernetesModel", "PrometheusModel", "MeshModel", "Patterns"]),
    module(
      "Planning",
      ["Scenarios", "Contract", "SourceText", "KubernetesModel", "PrometheusModel", "MeshModel", "Exposition"]),
    module(
      "Running",
      [
        "Planning", "Scenarios", "Wire", "Contract", "CSystem", "SourceText", "KubernetesModel",
        "PrometheusModel", "MeshModel", "Exposition",
      ]),
    module(
      "Judging",
      [
        "Planning", "Scenarios", "Contract", "SourceText", "KubernetesModel", "PrometheusModel", "MeshModel",
        "Exposition",
      ]),
    module("Worlds", ["SourceText"]),
    module("Reporting", ["Judging", "Scenarios", "Contract", "SourceText"]),
    .executableTarget(
      name: "meshscrape",
      dependencies: [
        "Roles", "Running", "Reporting", "Judging", "Planning", "Scenarios", "Contract", "Wire", "SourceText",
        "PrometheusModel", "KubernetesModel", "MeshModel", "Exposition", "CSystem", "Worlds", "Behaviours",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Running", "Judging", "Planning", "Scenarios", "Wire", "Contract", "MeshModel", "PrometheusModel",
        "SourceText",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "Roles", "Planning", "Scenarios", "Wire", "Contract", "PrometheusModel", "Exposition", "Patterns",
        "SourceText",
      ],
      swiftSettings: settings),

    .target(
      name: "TestSupport", dependencies: ["SourceText"], path: "Tests/TestSupport", swiftSettings: settings),
    tests(
      "ScenariosTests",
      [
        "Behaviours", "Scenarios", "SourceText", "KubernetesModel", "MeshModel", "PrometheusModel",
        "TestSupport",
      ]),
    tests(
      "WorldsTests", ["Worlds", "Scenarios", "Planning", "Contract", "PrometheusModel", "SourceText"]),
    tests("SourceTextTests", ["SourceText", "TestSupport"]),
    tests("KubernetesModelTests", ["KubernetesModel"]),
    tests("PatternsTests", ["Patterns"]),
    tests("PrometheusModelTests", ["PrometheusModel", "KubernetesModel", "SourceText", "Patterns"]),
    tests("ExpositionTests", ["Exposition"]),
    tests(
      "ScraperTests",
      ["Roles", "Contract", "Exposition", "KubernetesModel", "PrometheusModel", "SourceText", "Wire"]),
    tests("WireTests", ["Wire", "Contract"]),
    tests("RolesTests", ["Roles", "Wire", "Contract", "SourceText"]),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Judging", "Contract", "SourceText"],
      exclude: ["Snapshots"], swiftSettings: settings),
    tests("MeshModelTests", ["MeshModel", "KubernetesModel", "SourceText"]),
    tests(
      "MeshRolesTests",
      ["Roles", "Wire", "Contract", "KubernetesModel", "MeshModel", "SourceText", "TestSupport"]),
    tests("PlanningTests", ["Planning", "Contract"]),
    tests(
      "JudgingTests", ["Judging", "Scenarios", "PrometheusModel", "SourceText", "Contract", "TestSupport"]),
    tests("RunningTests", ["Running", "Planning", "PrometheusModel", "Contract", "Wire"]),
    tests(
      "ConformanceTests",
      [
        "meshscrape", "Running", "Judging", "Planning", "Scenarios", "Worlds", "Contract", "SourceText",
        "TestSupport",
      ]),
    tests("FuzzingTests", ["Fuzzing", "TestSupport"]),
    tests("CommandLineTests", ["meshscrape", "Running", "Contract", "CSystem", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
