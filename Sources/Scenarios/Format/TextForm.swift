import MeshModel
import Patterns
import PrometheusModel
import SourceText

/// The form that a text must have.
struct TextForm: Sendable {
  /// What is wrong with a text, and at which scalar of it.
  struct Flaw {
    var message: String
    var offset: Int?
  }

  /// What it is, for messages: `a name of Kubernetes`.
  var subject: String
  /// The form as a regular expression, for the schema; the reader goes by it unless ``check`` is given.
  var pattern: String?
  /// What is right, for messages: `lower-case letters, digits and hyphens`.
  var rule: String
  /// A check that finds more than a regular expression can.
  var check: (@Sendable (String) -> Flaw?)?

  /// What is wrong with a text; nil if nothing is.
  func flaw(in text: String) -> Flaw? {
    if let check { return check(text) }
    guard let pattern, let compiled = Self.compiled[pattern] else { return nil }
    if compiled.matches(text) { return nil }
    return Flaw(message: "`\(text.excerpt)` is not \(subject): \(rule)", offset: nil)
  }

  private static let compiled: [String: Pattern] = {
    var patterns: [String: Pattern] = [:]
    for form in all {
      if let source = form.pattern, let pattern = try? Pattern(source) { patterns[source] = pattern }
    }
    return patterns
  }()

  /// The forms that have a pattern only.
  private static let all: [TextForm] = [
    .sentence, .url, .tag, .dnsLabel, .dnsSubdomain, .portName, .path, .absolutePath, .spiffeID, .duration,
    .axis, .kubernetesVersion,
  ]
}

extension TextForm {
  /// Any text.
  static let any = TextForm(subject: "text", rule: "")

  /// Text that says something.
  static let sentence = TextForm(
    subject: "a sentence", pattern: #"[\s\S]*\S[\s\S]*"#, rule: "it must not be empty")

  /// An address on the web.
  static let url = TextForm(
    subject: "an address", pattern: #"https?://\S+"#, rule: "it must begin with https:// and have no blanks")

  /// A word by which scenarios are chosen.
  static let tag = TextForm(
    subject: "a tag", pattern: "[a-z0-9][a-z0-9.-]*", rule: "lower-case letters, digits, dots and hyphens")

  /// Source: kubernetes/apimachinery `pkg/util/validation/validation.go`, `IsDNS1123Label`.
  static let dnsLabel = TextForm(
    subject: "a name that Kubernetes takes", pattern: "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
    rule: "lower-case letters, digits and hyphens, at most 63")

  /// Source: kubernetes/apimachinery `pkg/util/validation/validation.go`, `IsDNS1123Subdomain`.
  static let dnsSubdomain = TextForm(
    subject: "a name that Kubernetes takes",
    pattern: #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#,
    rule: "lower-case letters, digits, hyphens and dots")

  /// Source: kubernetes/apimachinery `pkg/util/validation/validation.go`, `IsValidPortName`.
  static let portName = TextForm(
    subject: "a port name that Kubernetes takes", pattern: "[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?",
    rule: "lower-case letters, digits and hyphens, at most 15")

  /// A version of Kubernetes.
  static let kubernetesVersion = TextForm(
    subject: "a version of Kubernetes", pattern: #"1\.[0-9]{1,3}(\.[0-9]{1,3})?"#, rule: "1.34 or 1.34.1")

  /// The path of a URL.
  static let path = TextForm(subject: "a path", pattern: "/[^?# ]*", rule: "it begins with / and has no query")

  /// The path of a folder.
  static let absolutePath = TextForm(
    subject: "the path of a folder", pattern: "/[^/ ]+(/[^/ ]+)*",
    rule: "it begins with / and does not end with it")

  /// A SPIFFE ID.
  ///
  /// Source: spiffe/spiffe `standards/SPIFFE-ID.md`, 2.
  static let spiffeID = TextForm(
    subject: "a SPIFFE ID", pattern: "spiffe://[a-z0-9._-]+(/[A-Za-z0-9._-]+)+",
    rule: "write spiffe://trust-domain/ns/namespace/sa/service-account")

  /// A length of time.
  static let duration = TextForm(
    subject: "a duration", pattern: "[0-9]{1,6}(ms|s|m)", rule: "write `250ms`, `2s` or `1m`")

  /// The name of an axis of a matrix.
  static let axis = TextForm(
    subject: "a name for an axis", pattern: "[A-Za-z][A-Za-z0-9_-]*", rule: "letters, digits, `_` and `-`")

  /// A selector of series.
  static let selector = TextForm(subject: "a selector", rule: "") { text in
    do throws(SelectorError) {
      _ = try SeriesSelector(parsing: text)
      return nil
    } catch {
      return Flaw(message: "the selector does not parse: \(error.message)", offset: error.offset)
    }
  }

  /// The version of a mesh.
  static let meshVersion = TextForm(
    subject: "a version", pattern: #"v?[0-9]+\.[0-9]+(\.[0-9]+)?([-~].*)?"#,
    rule: "write \"1.30\" or \"1.30.3\""
  ) { text in
    if IstioVersion(text) != nil || ConsulVersion(text) != nil { return nil }
    return Flaw(message: "`\(text.excerpt)` is not a version of a mesh: write \"1.30\" or \"1.30.3\"")
  }

  /// A version of Prometheus.
  static let prometheusVersion = TextForm(
    subject: "a version", pattern: #"v?[0-9]+(\.[0-9]+){0,2}([-+].*)?"#, rule: "write \"3.5\" or \"3.5.0\""
  ) { text in
    if PrometheusVersion(text) != nil { return nil }
    return Flaw(message: "`\(text.excerpt)` is not a version of Prometheus: write \"3.5\" or \"3.5.0\"")
  }
}

extension String {
  /// The text cut to what a message bears.
  var excerpt: String {
    let line = prefix { !$0.isNewline }
    return line.count > 60 || line.endIndex < endIndex ? line.prefix(60) + "…" : String(line)
  }
}
