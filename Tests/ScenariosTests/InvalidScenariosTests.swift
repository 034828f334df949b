import Foundation
import Scenarios
import SourceText
import TestSupport
import Testing

/// Every file in Scenarios/invalid says in its first lines what is wrong with it: `# expect: LINE:COLUMN: message`.
///
/// `# schema: accepts` marks those whose mistake only the reader finds.
@Suite struct InvalidScenariosTests {
  struct InvalidFile: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var testDescription: String { name }

    func comments(_ key: String) -> [String] {
      text.split(separator: "\n").prefix { $0.hasPrefix("#") }.compactMap { line in
        let prefix = "# \(key): "
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
      }
    }
  }

  static let files: [InvalidFile] = {
    let folder = Repository.path("Scenarios/invalid")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
      let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
      return InvalidFile(name: name, text: String(decoding: data, as: UTF8.self))
    }
  }()

  @Test func thereAreSome() { #expect(Self.files.count >= 20) }

  @Test(arguments: files) func theReaderSaysWhatIsWrong(_ file: InvalidFile) {
    let source = SourceFile(path: Repository.path("Scenarios/invalid/\(file.name)"), text: file.text)
    let diagnostics = #expect(throws: Diagnostics.self) { try ScenarioLoader.load(source) }
    let found = (diagnostics?.all ?? []).map { $0.description.dropFirst(source.path.count + 1) }
    #expect(found.map(String.init) == file.comments("expect"))
  }

  @Test(arguments: files) func theSchemaFindsMistakesOfStructure(_ file: InvalidFile) {
    let isAccepted = file.comments("schema") == ["accepts"]
    guard let document = try? YAMLReader.document(file.text, file: file.name) else {
      #expect(!isAccepted, "no parser of YAML takes it")
      return
    }
    let faults = RepositoryScenariosTests.schema.faults(of: document)
    #expect(faults.isEmpty == isAccepted, "\(faults)")
  }
}
