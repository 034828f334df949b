import PrometheusModel
import SourceText

/// `file_sd_configs`: groups of targets in files of JSON or YAML.
///
/// Prometheus is told of changes by the system; here the files are looked at four times a second.
///
/// Source: prometheus/prometheus `discovery/file/file.go`, 3.5.0.
enum FileDiscovery {
  private static let intervalMilliseconds: Int64 = 250

  /// A provider of what the files say; a file that cannot be read keeps what it said before.
  static func provider(
    _ configuration: FileDiscoveryConfiguration, log: @escaping @Sendable (String) -> Void
  ) -> PolledDiscovery {
    let last = Monitor<[String: [PolledDiscovery.Group]]>([:])
    return PolledDiscovery(intervalMilliseconds: intervalMilliseconds, log: log) { () throws(RoleFailure) in
      var found: [String: [PolledDiscovery.Group]] = [:]
      for path in configuration.patterns.flatMap({ FileText.matching($0) }) {
        do throws(RoleFailure) {
          found[path] = try TargetGroupReading.groups(
            try FileText.text(path), name: path, isJSON: path.lowercased().hasSuffix(".json"),
            adding: ("__meta_filepath", path))
        } catch {
          found[path] = last.read { $0[path] }
          log("discovery: reading \(path): \(error.message)")
        }
      }
      let all = found
      last.change { $0 = all }
      return found.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }
}

/// Groups of targets as `file_sd` and `http_sd` give them.
///
/// Source: prometheus/prometheus `discovery/targetgroup/targetgroup.go`, 3.5.0.
enum TargetGroupReading {
  /// Reads a list of groups; every target gets one label more.
  static func groups(
    _ text: String, name: String, isJSON: Bool, adding label: (name: String, value: String)
  ) throws(RoleFailure) -> [PolledDiscovery.Group] {
    let node = try node(text, name, isJSON: isJSON)
    guard let groups = node.sequence ?? (node.isNull ? [] : nil) else {
      throw RoleFailure("\(name): the groups of targets are no list")
    }
    return try groups.enumerated().map { index, group throws(RoleFailure) in
      guard group.mapping != nil else { throw RoleFailure("nil target group item found") }
      for entry in group.mapping ?? [] where !["targets", "labels"].contains(entry.key.string ?? "") {
        throw RoleFailure("\(name): field \(entry.key.string ?? "") not found in a group of targets")
      }
      var shared = Labels()
      for entry in group["labels"]?.mapping ?? [] { shared[entry.key.string ?? ""] = entry.value.string ?? "" }
      shared[label.name] = label.value
      let targets = (group["targets"]?.sequence ?? []).map { target in
        var labels = shared
        labels[LabelName.address] = target.string ?? ""
        return labels
      }
      return PolledDiscovery.Group(source: "\(name):\(index)", targets: targets)
    }
  }

  private static func node(_ text: String, _ name: String, isJSON: Bool) throws(RoleFailure) -> YAMLNode {
    if isJSON {
      guard let node = YAMLNode(json: text) else { throw RoleFailure("\(name): not JSON") }
      return node
    }
    do throws(Diagnostic) {
      return try YAMLReader.documents(text, file: name).first ?? .sequence([])
    } catch {
      throw RoleFailure(error.description)
    }
  }
}
