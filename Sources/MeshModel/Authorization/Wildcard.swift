/// The wildcards of Istio's policies.
///
/// Source: istio/istio `pilot/pkg/security/authz/matcher/string.go`, `StringMatcherWithPrefix`, 1.30.3.
enum Wildcard {
  /// `*` is anything that is not empty; a `*` at one end is any beginning or end; else the same text.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    if pattern == "*" { return !text.isEmpty }
    if pattern.hasPrefix("*") { return text.hasSuffix(pattern.dropFirst()) }
    if pattern.hasSuffix("*") { return text.hasPrefix(pattern.dropLast()) }
    return pattern == text
  }

  /// `*` anywhere is any text, even none.
  static func glob(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == text }
    guard text.hasPrefix(first), text.hasSuffix(last), text.count >= first.count + last.count else {
      return false
    }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}

/// Paths with `{*}` for one segment and `{**}` for any number of them.
///
/// Source: istio/istio `pilot/pkg/security/authz/matcher/template.go`, 1.22.0; envoyproxy/envoy
/// `source/extensions/path/uri_template_lib`.
enum PathTemplate {
  static func matches(_ template: String, _ path: String) -> Bool {
    matches(segments(template), segments(path))
  }

  private static func segments(_ text: String) -> ArraySlice<Substring> {
    text.split(separator: "/", omittingEmptySubsequences: false)[...]
  }

  private static func matches(_ template: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
    guard let first = template.first else { return path.isEmpty }
    if first == "{**}" {
      // At most one of them is allowed in a template, so that this does not branch again.
      let rest = template.dropFirst()
      return path.count >= rest.count && matches(rest, path.suffix(rest.count))
    }
    guard let segment = path.first, first == "{*}" ? !segment.isEmpty : first == segment else { return false }
    return matches(template.dropFirst(), path.dropFirst())
  }
}
