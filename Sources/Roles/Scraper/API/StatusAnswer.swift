import Exposition
import PrometheusModel
import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `/api/v1/status/…`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `serveBuildInfo`, `serveConfig`, `serveFlags`,
/// `serveRuntimeInfo`, `serveWALReplayStatus`, 3.5.0.
struct StatusAnswer {
  /// Of which server.
  var api: ScraperAPI

  /// Answers a request.
  func respond(_ name: String, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    switch name {
    case "config":
      let text = api.configuration().text
      return APIAnswer.success { $0.object { $0.member("yaml", text) } }
    case "buildinfo":
      let version = api.version
      return APIAnswer.success { writer in Self.write(version, to: &writer) }
    case "flags": return flags
    case "runtimeinfo": return runtimeInformation
    case "tsdb": return try StorageAnswer.respond(api.store, parameters)
    default:
      return APIAnswer.success { writer in
        writer.object { writer in
          for name in ["min", "max", "current"] {
            writer.key(name)
            writer.raw("0")
          }
        }
      }
    }
  }

  /// The version that the scraper behaves as, as JSON.
  static func version(_ version: PrometheusVersion) -> String {
    var writer = JSONWriter()
    write(version, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func write(_ version: PrometheusVersion, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("version", version.number)
      writer.member("revision", "meshscrape")
      writer.member("branch", "HEAD")
      writer.member("buildUser", "")
      writer.member("buildDate", "")
      writer.member("goVersion", "")
    }
  }

  /// The flags that say how the scraper behaves; it takes none.
  private var flags: HTTPResponse {
    APIAnswer.success { writer in
      writer.object { writer in
        writer.member("enable-feature", "")
        writer.member("query.lookback-delta", "5m")
        writer.member("web.enable-admin-api", "false")
        writer.member("web.enable-lifecycle", "true")
      }
    }
  }

  /// What has no meaning here is nought or empty: there is no Go, and nothing is kept on disk.
  private var runtimeInformation: HTTPResponse {
    let configuration = api.configuration()
    let now = api.now()
    return APIAnswer.success { writer in
      writer.object { writer in
        writer.member("startTime", RFC3339.text(nanoseconds: configuration.started))
        writer.member("CWD", Self.workingDirectory)
        if api.version.namesHostInRuntimeInformation {
          writer.member("hostname", Self.host)
          writer.member("serverTime", RFC3339.text(nanoseconds: now * 1_000_000))
        }
        writer.key("reloadConfigSuccess")
        writer.raw("\(configuration.isCurrent)")
        writer.member(
          "lastConfigTime", RFC3339.text(nanoseconds: configuration.loaded / 1_000_000_000 * 1_000_000_000))
        for name in ["corruptionCount", "goroutineCount", "GOMAXPROCS", "GOMEMLIMIT"] {
          writer.key(name)
          writer.raw("0")
        }
        writer.member("GOGC", "")
        writer.member("GODEBUG", "")
        writer.member("storageRetention", "")
      }
    }
  }

  private static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
