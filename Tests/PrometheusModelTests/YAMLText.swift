import SourceText
import Testing

/// The node of a YAML text in a test.
func yaml(_ text: String, file: String = "test.yaml") throws -> YAMLNode {
  try YAMLReader.document(text, file: file)
}

/// The nodes of a YAML text with several documents.
func yamls(_ text: String, file: String = "test.yaml") throws -> [YAMLNode] {
  try YAMLReader.documents(text, file: file)
}

/// Expects two nodes to mean the same; shows both as YAML if they do not.
func expectSame(
  _ actual: YAMLNode?, _ expected: YAMLNode, sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = actual.map { YAMLWriter.text($0) } ?? "nothing"
  let isSame = actual == expected
  #expect(
    isSame, "is:\n\(text)\nshould be:\n\(YAMLWriter.text(expected))", sourceLocation: sourceLocation
  )
}
