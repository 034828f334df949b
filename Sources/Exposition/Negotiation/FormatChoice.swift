/// Which parser Prometheus takes for a response.
public struct FormatChoice: Hashable, Sendable {
  /// The format that is parsed.
  public var format: ExpositionFormat
  /// What Prometheus logs about the choice, nil if the header said it plainly.
  public var warning: String?
}

extension ExpositionFormat {
  /// The format that Prometheus parses a response in.
  ///
  /// Prometheus 2 parses whatever it does not know as text. Prometheus 3 fails the scrape unless
  /// `fallback_scrape_protocol` is set; the error is then the scrape's `lastError`.
  ///
  /// Source: prometheus/prometheus `model/textparse/interface.go`, `New` and `extractMediaType`, 2.53.3, 3.5.0.
  public static func negotiated(
    contentType: String?, fallback: ExpositionFormat? = nil, dialect: ExpositionDialect = .latest
  ) throws(ExpositionError) -> FormatChoice {
    let header = contentType ?? ""
    guard dialect.requiresContentType else { return lenient(header) }
    let fallbackName = fallback.map { goQuoted($0.mediaTypeName) } ?? ""
    if header.isEmpty {
      let problem = "non-compliant scrape target sending blank Content-Type"
      guard let fallback else {
        throw ExpositionError("\(problem) and no fallback_scrape_protocol specified for target")
      }
      return FormatChoice(
        format: fallback, warning: "\(problem), using fallback_scrape_protocol \(fallbackName)")
    }
    let mediaType: MediaType
    do {
      mediaType = try MediaType(parsing: header)
    } catch {
      guard let fallback else {
        throw ExpositionError(
          "cannot parse Content-Type \(goQuoted(header)) and no fallback_scrape_protocol for target\n"
            + error.message)
      }
      return FormatChoice(
        format: fallback,
        warning: "could not parse received Content-Type \(goQuoted(header)), "
          + "using fallback_scrape_protocol \(fallbackName)\n\(error.message)")
    }
    if let format = Self.known(mediaType) { return FormatChoice(format: format) }
    let problem = "received unsupported Content-Type \(goQuoted(header))"
    guard let fallback else {
      throw ExpositionError("\(problem) and no fallback_scrape_protocol specified for target")
    }
    return FormatChoice(
      format: fallback, warning: "\(problem), using fallback_scrape_protocol \(fallbackName)")
  }

  /// The media type without parameters.
  public var mediaTypeName: String {
    switch self {
    case .text004, .text100: "text/plain"
    case .openMetrics001, .openMetrics100: "application/openmetrics-text"
    case .protobuf: "application/vnd.google.protobuf"
    }
  }

  private static func lenient(_ header: String) -> FormatChoice {
    if header.isEmpty { return FormatChoice(format: .text004) }
    do {
      return FormatChoice(format: known(try MediaType(parsing: header)) ?? .text004)
    } catch {
      return FormatChoice(format: .text004, warning: error.message)
    }
  }

  private static func known(_ mediaType: MediaType) -> ExpositionFormat? {
    let version = mediaType.parameters["version"]
    switch mediaType.name {
    case "application/openmetrics-text": return version == "0.0.1" ? .openMetrics001 : .openMetrics100
    case "application/vnd.google.protobuf": return .protobuf
    case "text/plain": return version == "1.0.0" ? .text100 : .text004
    default: return nil
    }
  }
}
