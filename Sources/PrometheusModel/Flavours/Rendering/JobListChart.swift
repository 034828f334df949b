internal import SourceText

/// A chart whose values hold the jobs as a list, with a second list for a user's own.
struct JobListChart {
  var document: FlavourDocument
  var request: Installation.Request

  /// The prometheus.yml: the global settings, the jobs, then the user's.
  func rendered() throws(Diagnostics) -> Rendered {
    let values = try document.values(request)
    let context = HelmContext(release: request.release, namespace: request.namespace, values: values)
    func value(_ name: String) -> YAMLNode? { document.paths[name].flatMap { values.at($0) } }
    var jobs: [YAMLNode] = []
    for name in ["jobs", "extraJobs"] {
      guard let list = value(name), list.isTrueInHelm else { continue }
      let read = try RawJobs.read(list, name: document.paths[name] ?? name, context: context)
      jobs += read.filter { job in !document.flavour.leftOut.contains { $0.job == job["job_name"]?.string } }
    }
    var configuration = YAMLNode.empty
    configuration["global"] = value("global")
    configuration["scrape_configs"] = .sequence(jobs)
    return Rendered(configuration: configuration, version: ImageTag.version(value("image")))
  }
}
