import FoundationEssentials
import KubernetesModel
import PrometheusModel
import Testing

@testable import Roles

@Suite struct PodReadingTests {
  private static let list = #"""
    {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"42","continue":"next"}, "items" : [
    {"metadata":{"name":"a","namespace":"shop","uid":"1","labels":{"app":"cart","tier":null},"annotations":
    {"odd.io/\"items\":[":"\u00e9 \"x\""},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"a-1",
    "controller":true,"blockOwnerDeletion":true}],"managedFields":[{"fieldsV1":{"f:metadata":{}}}]},
    "spec":{"containers":[{"name":"app","image":"i","env":[{"name":"A","value":"]}"}],"ports":[{"containerPort":8080,
    "name":"http","protocol":"TCP"},{"containerPort":65535}]},{"name":"bare","ports":null}],"initContainers":[{"name":
    "init"}],"nodeName":"n"},"status":{"phase":"Running","podIP":"10.0.0.1","hostIP":"10.0.0.9","conditions":
    [{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"app","containerID":"c://1","ready":true}]}},
    {"metadata":{"name":"b","namespace":"shop"},"spec":{"containers":[]},"status":null},
    {"metadata":{"name":"c"},"spec":{"containers":[{"name":"x"}]}}]}
    """#

  private func read(
    _ text: String, partSize: Int = .max
  ) throws -> (pods: [Pod], end: KubernetesListEnd) {
    var rest = Array(text.utf8)[...]
    var pods: [Pod] = []
    let end = try PodReading().list({
      let part = rest.prefix(partSize)
      rest = rest.dropFirst(part.count)
      return Array(part)
    }) { pods.append($0) }
    return (pods, end)
  }

  @Test(arguments: [1, 2, 7, 64, 1000, .max])
  func listsComeInParts(partSize: Int) throws {
    let (pods, end) = try read(Self.list, partSize: partSize)
    #expect(end.version == "42" && end.continuation == "next")
    #expect(pods.map(\.metadata.name) == ["a", "b", "c"])
    #expect(pods.first?.metadata.annotations == [#"odd.io/"items":["#: "é \"x\""])
    #expect(pods.first?.spec.containers.first?.ports?.map(\.containerPort) == [8080, 65_535])
  }

  @Test func labelsAreThoseOfTheWholeObject() throws {
    struct List: Decodable { var items: [Pod] }
    let text = Self.list.replacing(#""tier":null"#, with: #""tier":"back""#)
    let whole = try JSONDecoder().decode(List.self, from: Data(text.utf8)).items
    let pods = try read(text).pods
    #expect(pods.map { DiscoveryLabels.pod($0) } == whole.map { DiscoveryLabels.pod($0) })
    #expect(pods.first.map { DiscoveryLabels.pod($0).count } == 4)
  }

  @Test(arguments: [
    #"{"items":null,"metadata":{"resourceVersion":"7"}}"#, #"{"metadata":{"resourceVersion":"7"}}"#,
    #"{"items":[],"metadata":{"resourceVersion":"7"}}"#,
  ])
  func listsWithoutPods(text: String) throws {
    let (pods, end) = try read(text, partSize: 3)
    #expect(pods.isEmpty && end.version == "7")
  }

  @Test(arguments: [
    "", "[]", #"{"items":[{"metadata":{"name":"a"}"#, #"{"items":[{"metadata":{"name":"a"}}"#,
    #"{"items":[{"spec":{"containers":[{"ports":[{"containerPort":70000}]}]}}]}"#, #"{"items":[3]}"#,
  ])
  func whatIsNoListIsAnError(text: String) {
    #expect(throws: JSONCursor.Failure.self) { try read(text, partSize: 5) }
  }
}
