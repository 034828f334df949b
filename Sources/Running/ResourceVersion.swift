import Contract
import FoundationEssentials
import Wire

/// The API server's newest resource version.
enum ResourceVersion {
  private struct List: Decodable {
    var metadata: Metadata

    struct Metadata: Decodable { var resourceVersion: String }
  }

  /// Asks for a list, whose metadata bears it.
  static func current(
    of api: Endpoint, _ client: HTTPClient, _ milliseconds: Int
  ) throws(HarnessFailure) -> Int {
    let answer = try Probe.get(
      client, url: "http://\(api)/api/v1/namespaces?limit=1", from: nil, milliseconds: milliseconds,
      process: "kube-api")
    guard answer.status == 200, let list = try? JSONDecoder().decode(List.self, from: Data(answer.bytes)),
      let version = Int(list.metadata.resourceVersion)
    else {
      throw HarnessFailure(
        process: "kube-api", message: "answers a list of namespaces with no resource version")
    }
    return version
  }
}
