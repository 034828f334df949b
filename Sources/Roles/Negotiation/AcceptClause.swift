import Exposition
import Wire

/// One clause of an `Accept` header.
struct AcceptClause: Hashable, Sendable {
  /// `application/openmetrics-text`, in lower case; may hold wildcards.
  let type: String
  /// The parameters other than `q`.
  let parameters: [String: String]
  /// How much the client wants it, 0 to 1.
  let quality: Double

  /// The clauses of a header, the most wanted first; equal ones keep their order, wildcards come last among them.
  ///
  /// Source: prometheus/common `expfmt/encode.go`, v0.66.1, which sorts by munnerz/goautoneg `ParseAccept`.
  static func clauses(of header: String?) -> [AcceptClause] {
    guard let header else { return [] }
    let clauses = header.split(separator: ",").compactMap { AcceptClause(parsing: $0) }
    let ranked = clauses.enumerated().sorted { left, right in
      if left.element.quality != right.element.quality { return left.element.quality > right.element.quality }
      if left.element.wildcards != right.element.wildcards {
        return left.element.wildcards < right.element.wildcards
      }
      return left.offset < right.offset
    }
    return ranked.map(\.element)
  }

  private init?(parsing clause: Substring) {
    guard let media = try? MediaType(parsing: String(clause)), !media.name.isEmpty else { return nil }
    type = media.name
    quality = media.parameters["q"].flatMap(Double.init) ?? 1
    parameters = media.parameters.filter { $0.key != "q" }
  }

  private var wildcards: Int { type.utf8.count { $0 == UInt8(ascii: "*") } }
}

extension HTTPHeaders {
  /// Whether the client takes a content coding, by its name or by `*`.
  ///
  /// Source: prometheus/client_golang `prometheus/promhttp/http.go`, `negotiateEncodingWriter`, v1.23.2.
  func acceptsEncoding(_ coding: String) -> Bool {
    let clauses = all("Accept-Encoding").joined(separator: ",").split(separator: ",")
    return clauses.contains { clause in
      let parts = clause.split(separator: ";")
      guard let name = parts.first?.filter({ $0 != " " }).lowercased(), name == coding || name == "*" else {
        return false
      }
      let quality = parts.dropFirst().lazy.map { $0.filter { $0 != " " } }.first { $0.hasPrefix("q=") }
      return quality.flatMap { Double($0.dropFirst(2)) } != 0
    }
  }
}
