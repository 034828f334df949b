/// When two texts of `lastError` say the same.
enum ErrorWording {
  /// Whether they are the same text but for what two clients never have in common (their own port, the time), or one
  /// of two that real Prometheus itself gives by turns.
  static func agree(_ left: String, _ right: String) -> Bool {
    let (left, right) = (normalised(left), normalised(right))
    return left == right || areTurns(left, right) || areTurns(right, left)
  }

  /// The text without ports of the client's own and without times.
  static func normalised(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      if word.contains("->") { return word.hasSuffix(":") ? "A->B:" : "A->B" }
      return isTime(word) ? "TIME" : String(word)
    }.joined(separator: " ")
  }

  /// `2026-11-25T11:24:28Z`.
  private static func isTime(_ word: Substring) -> Bool {
    word.count >= 20 && word.prefix(4).allSatisfy(\.isNumber) && word.contains("T") && word.contains(":")
  }

  /// A client that a TLS 1.3 server refuses has already sent its request: whether it reads the alert or fails to
  /// write is chance. Go's HTTP/2 client may tell of the connection that it lost instead.
  ///
  /// Observed on Prometheus 2.42, 2.53.3 and 3.5.3, one target giving either text from scrape to scrape.
  private static func areTurns(_ alert: String, _ other: String) -> Bool {
    alert.contains("remote error: tls: ")
      && [
        "write: broken pipe", "write: connection reset by peer", "http2: client conn could not be established",
      ]
      .contains { other.hasSuffix($0) }
  }

  /// What happened, whoever words it; nil for a text that nothing here knows.
  static func meaning(_ text: String) -> String? {
    if let status = status(text) { return "status \(status)" }
    return meanings.first { meaning in meaning.words.contains { text.contains($0) } }?.name
  }

  /// `server returned HTTP status 404 Not Found`, `unexpected status code returned when scraping "URL": 404; …`.
  private static func status(_ text: String) -> Substring? {
    let words = text.split(separator: " ")
    if text.hasPrefix("server returned HTTP status "), words.count > 4 { return words[4] }
    guard text.hasPrefix("unexpected status code returned when scraping "), words.count > 7 else { return nil }
    return words[7].hasSuffix(";") ? words[7].dropLast() : nil
  }

  private static let meanings: [(name: String, words: [String])] = [
    ("timeout", ["context deadline exceeded", "Client.Timeout exceeded", "i/o timeout"]),
    ("reset", ["connection reset by peer"]),
    ("broken pipe", ["broken pipe"]),
    ("refused", ["connection refused"]),
    ("HTTP to HTTPS", ["server gave HTTP response to HTTPS client"]),
    ("no TLS", ["first record does not look like a TLS handshake"]),
    ("alert", ["remote error: tls: "]),
    (
      "certificate files",
      ["unable to read CA cert", "unable to read client ", "unable to use ", "cannot initialize TLS config"]
    ),
    ("certificate", ["x509: "]),
    ("HTTP/2", ["http2: "]),
    ("sample limit", ["sample limit exceeded", "exceeds sample_limit="]),
    ("exposition", exposition),
    ("end", [": EOF", "unexpected EOF", "server closed connection"]),
  ]

  /// What the parsers of expositions say.
  ///
  /// Source: prometheus/prometheus `model/textparse`, 2.53.3 and 3.5.0.
  private static let exposition = [
    "while parsing: ", "data does not end with # EOF", "unexpected data after # EOF", "invalid metric type ",
    "invalid UTF-8 ",
  ]
}
