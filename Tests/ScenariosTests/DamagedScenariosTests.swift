import Scenarios
import SourceText
import TestSupport
import Testing

/// Scenario files with a few bytes changed, from a seed: none may crash, and all that is refused has a place.
@Suite struct DamagedScenariosTests {
  @Test(arguments: [1, 2, 3, 4]) func damageIsReadOrRefusedAtAPlace(_ seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let files = RepositoryScenariosTests.files.shuffled(using: &generator).prefix(5)
    let alphabet = Array(":-{}[]\"'|>&*!#%@`,?\n\t ~0$é".utf8)
    for file in files {
      let original = Array(try SourceFile.read(file).text.utf8)
      for _ in 0..<30 {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let index = Int.random(in: bytes.indices, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
          case 1 where bytes.count > 100: bytes.removeSubrange(index..<min(bytes.count - 1, index + 20))
          case 2: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 40)], at: index)
          default: bytes.insert(alphabet[Int.random(in: alphabet.indices, using: &generator)], at: index)
          }
        }
        let source = SourceFile(path: file, text: String(decoding: bytes, as: UTF8.self))
        do throws(Diagnostics) {
          #expect(!(try ScenarioLoader.load(source)).isEmpty)
        } catch {
          #expect(!error.all.isEmpty && error.all.allSatisfy { $0.span?.isSynthetic == false }, "\(error)")
          for diagnostic in error.all {
            #expect(!diagnostic.rendered(sourceText: source.text, colour: true).isEmpty)
          }
        }
      }
    }
  }
}
