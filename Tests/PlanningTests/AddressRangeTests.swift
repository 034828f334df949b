import Contract
import Testing

@testable import Planning

@Suite("Addresses")
struct AddressRangeTests {
  struct Case: Sendable {
    var first: Int
    var index: Int
    var address: String
  }

  @Test(
    "An address of a range",
    arguments: [
      Case(first: 0, index: 0, address: "127.20.0.0"),
      Case(first: 0, index: 255, address: "127.20.0.255"),
      Case(first: 0, index: 256, address: "127.20.1.0"),
      Case(first: 300, index: 5, address: "127.20.1.49"),
      Case(first: 65_530, index: 5, address: "127.20.255.255"),
    ])
  func address(_ example: Case) {
    let range = AddressRange(slice: 20, first: example.first, count: 6)
    #expect(range.address(example.index).description == example.address)
  }

  @Test("Pods do not share addresses with each other or with the cluster's own")
  func layout() {
    let range = AddressRange(slice: 20, first: 0, count: AddressLayout.count(pods: 50))
    var seen: Set<IPAddress> = [range.address(AddressLayout.kubeAPI), range.address(AddressLayout.scraper)]
    for pod in 0..<50 {
      let planes = AddressLayout.addresses(ofPod: pod, hasSidecar: true, in: range)
      for address in [planes.pod, planes.eth0, planes.loopback] { #expect(seen.insert(address).inserted) }
    }
  }

  @Test("Without a sidecar eth0 is the pod IP itself")
  func withoutSidecar() {
    let range = AddressRange(slice: 20, first: 0, count: 10)
    let planes = AddressLayout.addresses(ofPod: 0, hasSidecar: false, in: range)
    #expect(planes.eth0 == planes.pod)
    #expect(planes.loopback != planes.pod)
  }
}
