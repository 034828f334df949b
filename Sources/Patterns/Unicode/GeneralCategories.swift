/// The general categories of Unicode: `\pL`, `\p{Lu}`.
///
/// The scalars are those of the standard library's Unicode version, the names those of golang/go
/// src/unicode/tables.go `Categories`, 1.24.
enum GeneralCategories {
  /// The scalars of a category (`Lu`) or of all categories that begin with a letter (`L`).
  static func scalars(named name: String) -> ScalarSet? { sets[name] }

  /// One pass over all scalars, on first use.
  private static let sets: [String: ScalarSet] = {
    var sets: [String: ScalarSet] = [:]
    var start: UInt32 = 0
    var current: String?
    func close(at end: UInt32) {
      guard let current, start < end else { return }
      sets[current, default: ScalarSet()].insert(start...(end - 1))
      sets[String(current.prefix(1)), default: ScalarSet()].insert(start...(end - 1))
    }
    for value in 0...ScalarSet.largest {
      // What is no scalar is a surrogate.
      let category = Unicode.Scalar(value).map { abbreviation($0.properties.generalCategory) } ?? "Cs"
      if category != current {
        close(at: value)
        start = value
        current = category
      }
    }
    close(at: ScalarSet.largest + 1)
    for name in Array(sets.keys) { sets[name]?.normalise() }
    return sets
  }()

  /// The two letters of the category; nil for what is not assigned, for which Go 1.24 has no name.
  private static func abbreviation(_ category: Unicode.GeneralCategory) -> String? {
    switch category {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: nil
    @unknown default: nil
    }
  }
}
