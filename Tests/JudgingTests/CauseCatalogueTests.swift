import Foundation
import Judging
import TestSupport
import Testing

@Suite("Cause catalogue")
struct CauseCatalogueTests {
  @Test("Every code has one entry", arguments: CauseCode.allCases)
  func entry(_ code: CauseCode) {
    #expect(CauseCatalogue.all.count { $0.code == code } == 1)
  }

  @Test("docs/causes.md is what the catalogue says; 'make docs' writes it anew")
  func page() throws {
    #expect(
      try String(contentsOfFile: Repository.path("docs/causes.md"), encoding: .utf8) == CauseCatalogue.markdown)
  }
}
