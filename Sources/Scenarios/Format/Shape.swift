import SourceText

/// What a value of a scenario file may be. The reader and the JSON Schema both go by it.
indirect enum Shape: Sendable {
  /// Text of a certain form. Numbers and booleans are not text: they need quotes.
  case text(TextForm)
  /// Text, or a number or boolean as it is written, for patterns and selectors of labels.
  case anyScalar
  /// An integer.
  case integer(ClosedRange<Int>)
  /// Any number.
  case number
  /// `true` or `false`.
  case boolean
  /// One of a few words.
  case word([String])
  /// A list. A change of a step merges elements that agree in the identifying keys; a list without such is
  /// replaced.
  case list(Shape, identity: [IdentifyingKey] = [], isEmptyAllowed: Bool = true)
  /// A mapping with any keys.
  case map(Shape)
  /// A mapping with known keys.
  case record(Record)
  /// A mapping whose form is decided by which of these keys it has.
  case variants([(key: String, record: Record)], subject: String)
  /// Either, decided by whether the value is a scalar, a list or a mapping.
  case either(Shape, Shape)
  /// A mapping that others read: values of a chart, a scrape configuration, a manifest.
  case foreign(String)
  /// Keys of the top level, none of them required, laid over what is there.
  case change(ChangeScope)
}

/// What a change may touch.
enum ChangeScope: String, Sendable {
  /// A step changes what is installed and what runs.
  case step = "Change"
  /// A cell of a matrix may be another scenario altogether.
  case cell = "Cell"
}

/// A key by which elements of a list are told apart, and what it is where it is left out.
struct IdentifyingKey: Sendable {
  var path: [String]
  var fallback: String

  init(_ path: String..., fallback: String = "") {
    self.path = path
    self.fallback = fallback
  }
}

/// A mapping with known keys.
struct Record: Sendable {
  /// The name in the schema.
  var name: String
  /// How messages speak of it: `a pod`.
  var subject: String
  /// What it is for.
  var about: String
  /// The keys, in the order in which documentation names them.
  var keys: [Key]
  /// Whether other keys are let through, as long as they are not near to a known one.
  var isOpen = false
  /// Keys of which at least one must be there.
  var needsOneOf: [String] = []

  func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}

/// A key of a record.
struct Key: Sendable {
  var name: String
  var shape: Shape
  var about: String
  var isRequired: Bool

  init(_ name: String, _ shape: Shape, _ about: String, required: Bool = false) {
    self.name = name
    self.shape = shape
    self.about = about
    isRequired = required
  }
}
