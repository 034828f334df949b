/// Upper and lower case letter by letter, as Go's `strings.ToUpper` and `ToLower`: no letter becomes two.
///
/// Source: golang/go src/unicode/letter.go `To`, 1.24.
enum LetterCase {
  static func lower(_ text: String) -> String {
    mapped(text) { scalar in
      // The one letter whose full mapping has two scalars and whose simple one is "i".
      scalar == "\u{130}" ? "i" : single(scalar.properties.lowercaseMapping) ?? scalar
    }
  }

  static func upper(_ text: String) -> String {
    mapped(text) { scalar in
      // Where the full mapping has more scalars, the title case is the simple upper case.
      single(scalar.properties.uppercaseMapping) ?? single(scalar.properties.titlecaseMapping) ?? scalar
    }
  }

  private static func mapped(_ text: String, _ map: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { result.unicodeScalars.append(map(scalar)) }
    return result
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
  }
}
