import Contract
import Testing

@testable import Roles

@Suite("Selecting objects")
struct SelectorTests {
  @Test(
    "By labels",
    arguments: [
      ("", ["card-0", "cart-0", "cart-1"]),
      ("app=cart", ["cart-0", "cart-1"]), ("app==cart", ["cart-0", "cart-1"]), ("app!=cart", ["card-0"]),
      ("tier", ["cart-1"]), ("!tier", ["card-0", "cart-0"]), ("tier!=back", ["card-0", "cart-0"]),
      ("app in (card, cart),tier", ["cart-1"]), ("app in (card)", ["card-0"]),
      ("app notin (card)", ["cart-0", "cart-1"]), ("none notin (x)", ["card-0", "cart-0", "cart-1"]),
      ("weight>4", ["card-0"]), ("weight<5", []), ("weight > 3, app", ["card-0"]), ("app=", []), ("none=", []),
      (" app = cart , tier = back ", ["cart-1"]),
    ])
  func labels(selector: String, names: [String]) throws {
    let requirements = try SelectorRequirement.labels(parsing: selector)
    #expect(try select(requirements) == names)
  }

  @Test(
    "By fields",
    arguments: [
      ("", ["card-0", "cart-0", "cart-1"]), ("metadata.name=cart-0", ["cart-0"]),
      ("metadata.namespace!=shop", ["card-0"]), ("status.phase=Running", ["card-0", "cart-1"]),
      ("status.phase!=Running,metadata.namespace==shop", ["cart-0"]),
      ("spec.nodeName=", ["card-0", "cart-0", "cart-1"]),
    ])
  func fields(selector: String, names: [String]) throws {
    let requirements = try SelectorRequirement.fields(parsing: selector, of: Self.pods)
    #expect(try select(requirements) == names)
  }

  @Test(
    "What is no label selector is a bad request",
    arguments: ["=x", "a b", "a in b", "a in (b", "a notin", "a>b", "!", ",", "a,", "a=b)c", "(", "a in"])
  func brokenLabels(selector: String) {
    let failure = #expect(throws: APIFailure.self) { try SelectorRequirement.labels(parsing: selector) }
    #expect(failure?.code == 400)
  }

  @Test(
    "A field that cannot be selected by is a bad request", arguments: ["spec.foo=a", "status.phase", "a!b"])
  func brokenFields(selector: String) {
    let failure = #expect(throws: APIFailure.self) {
      try SelectorRequirement.fields(parsing: selector, of: Self.pods)
    }
    #expect(failure?.code == 400)
  }

  static let pods = ResourceType("", "v1", "pods", "Pod")

  private func select(_ requirements: [SelectorRequirement]) throws -> [String] {
    let store = try ObjectStore(Cluster.objects)
    return store.list(Selection(type: Self.pods, namespace: nil, requirements: requirements)).objects.map(
      \.key.name)
  }
}
