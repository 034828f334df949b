import Contract
import PrometheusModel
import SourceText

/// A configuration that the scraper can work by.
struct ScraperSettings: Sendable {
  /// The jobs.
  var jobs: [ConfiguredJob] = []
  /// The configuration as YAML, for `/api/v1/status/config`.
  var text = ""
  /// `evaluation_interval`, in milliseconds.
  var evaluationInterval: Int64 = 60_000

  /// No jobs.
  init() {}

  /// Reads prometheus.yml and the files with jobs that it names; what is wrong is worded for people.
  init(
    reading path: String, version: PrometheusVersion, features: [String] = [], source: IPAddress
  ) throws(RoleFailure) {
    text = try FileText.text(path)
    let node = try Self.node(text, path)
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    do throws(Diagnostics) {
      var configuration = try PrometheusConfiguration.parse(node, version: version, features: features)
      configuration.resolvePaths(from: directory)
      evaluationInterval = Int64(configuration.global.evaluationInterval.milliseconds)
      var configs = configuration.scrapeConfigs
      for file in configuration.scrapeConfigFiles.flatMap({ FileText.matching($0) }) {
        configs += try configuration.scrapeConfigs(inFile: try Self.jobFile(file))
      }
      jobs = configs.map { ConfiguredJob($0, version: version, source: source) }
    } catch {
      throw RoleFailure(error.all.map(\.description).joined(separator: "\n"))
    }
  }

  private static func node(_ text: String, _ path: String) throws(RoleFailure) -> YAMLNode {
    do throws(Diagnostic) {
      return try YAMLReader.documents(text, file: path, repeatedKeys: true).first ?? .mapping([])
    } catch {
      throw RoleFailure(error.description)
    }
  }

  private static func jobFile(_ path: String) throws(Diagnostics) -> YAMLNode {
    do throws(RoleFailure) { return try node(try FileText.text(path), path) } catch {
      throw Diagnostics([Diagnostic(error.message, at: nil)])
    }
  }
}
