import Contract
import SourceText
import Testing

@testable import Roles

@Suite("Objects as the API server keeps them")
struct StoredObjectTests {
  @Test(
    "The resource version is put into the text, and nothing else changes",
    arguments: [
      (
        #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}"#,
        #"{"apiVersion":"v1","kind":"Pod","metadata":{"resourceVersion":"7","name":"a"}}"#
      ),
      (
        #"{ "metadata" : { "name":"a" } , "kind":"Pod","apiVersion":"v1"}"#,
        #"{ "metadata" : {"resourceVersion":"7", "name":"a" } , "kind":"Pod","apiVersion":"v1"}"#
      ),
      (
        #"{"spec":{"metadata":{"name":"no"},"x":["}",{"y":"\"]\\"}]},"metadata":{"name":"a"}}"#,
        #"{"kind":"Pod","apiVersion":"v1","spec":{"metadata":{"name":"no"},"x":["}",{"y":"\"]\\"}]},"#
          + #""metadata":{"resourceVersion":"7","name":"a"}}"#
      ),
    ])
  func splice(before: String, after: String) throws {
    let object = try StoredObject(resource(before), version: 7)
    #expect(String(decoding: object.json, as: UTF8.self) == after)
    #expect(YAMLNode(json: after)?["metadata"]?.json() == metadata(of: object))
    #expect(object.node["metadata"]?["name"]?.string == "a")
  }

  @Test("A later version differs by its number alone", arguments: [7, 999, 1000, 123_456])
  func later(version: Int) throws {
    let first = try StoredObject(resource(#"{"metadata":{"name":"a"},"status":{}}"#), version: 999)
    let later = StoredObject(first, version: version)
    #expect(
      String(decoding: later.json, as: UTF8.self)
        == String(decoding: first.json, as: UTF8.self).replacing("\"999\"", with: "\"\(version)\""))
    #expect(metadata(of: later) == #"{"resourceVersion":"\#(version)","name":"a"}"#)
    #expect(later.version == version)
  }

  @Test(
    "What is no object is refused in words",
    arguments: [
      "", "[]", "null", "{", "{}", #"{"metadata":{}}"#, #"{"metadata":[]}"#, #"{"metadata":"x"}"#,
      #"{"metadata":{"name":"a"}"#, #"{"metadata" {"name":"a"}}"#, #"{"metadata":{"name":"a"},}"#, #"{"a":"\"#,
    ])
  func broken(json: String) {
    let failure = #expect(throws: RoleFailure.self) { try StoredObject(resource(json), version: 1) }
    #expect(failure?.message.hasPrefix("pods shop/a: ") == true)
  }

  private func resource(_ json: String) -> KubernetesResource {
    KubernetesResource(
      apiVersion: "v1", kind: "Pod", resource: "pods", namespace: "shop", name: "a", json: json)
  }

  private func metadata(of object: StoredObject) -> String? {
    YAMLNode(json: String(decoding: object.json[object.metadata], as: UTF8.self))?.json()
  }
}
