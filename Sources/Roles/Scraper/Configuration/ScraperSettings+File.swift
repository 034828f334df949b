import Exposition
import PrometheusModel
import SourceText
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ScraperSettings {
  /// Reads a prometheus.yml.
  /// - Throws: what is wrong with it, in Prometheus' words with file, line and column.
  static func read(_ path: String, version: PrometheusVersion) throws(RoleFailure) -> ScraperSettings {
    guard let text = TextFile.read(path) else {
      throw RoleFailure("open \(path): \(String(cString: strerror(errno)))")
    }
    do {
      let document = try YAMLReader.documents(text, file: path).first ?? .mapping([])
      var configuration = try PrometheusConfiguration.parse(document, version: version)
      configuration.resolvePaths(from: path.parentFolder)
      var settings = ScraperSettings(jobs: [], text: text)
      for job in configuration.scrapeConfigs {
        do {
          settings.jobs.append(try ConfiguredJob(job, version: version))
        } catch {
          settings.failures.append(
            "error creating new scrape pool: error creating HTTP client: \(error) (scrape_pool=\(job.jobName))")
        }
      }
      return settings
    } catch let diagnostic as Diagnostic {
      throw RoleFailure(diagnostic.description)
    } catch let diagnostics as Diagnostics {
      throw RoleFailure(diagnostics.all.map(\.description).joined(separator: "\n"))
    } catch let failure as RoleFailure {
      throw failure
    } catch {
      throw RoleFailure("\(error)")
    }
  }
}

extension String {
  /// The folder of a path.
  fileprivate var parentFolder: String {
    lastIndex(of: "/").map { String(self[..<$0]) } ?? "."
  }
}

/// Small files, whole.
enum TextFile {
  /// The text of a file; nil with the reason in `errno`.
  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
      bytes += chunk[0..<count]
    }
  }
}
