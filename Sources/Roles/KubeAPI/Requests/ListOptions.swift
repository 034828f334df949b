/// The options of a list or watch.
///
/// Source: kubernetes/apimachinery `pkg/apis/meta/v1/types.go`, `ListOptions`, 1.34. `limit` and `continue` are not
/// looked at: a server may answer with everything.
struct ListOptions: Sendable {
  /// Labels to select by.
  var labelSelector = ""
  /// Fields to select by.
  var fieldSelector = ""
  /// Whether changes are asked for.
  var isWatch = false
  /// The version from which to watch, or which a list must have seen.
  var resourceVersion = ""
  /// How ``resourceVersion`` is meant.
  var resourceVersionMatch = ""
  /// Whether a watch begins with what exists.
  var sendInitialEvents: Bool?
  /// Whether the client understands bookmarks.
  var allowsBookmarks = false
  /// When a watch ends; a day at most.
  var timeoutSeconds: Int?

  /// Reads the items of a query; of an item that stands twice, the first counts.
  init(_ items: [(name: String, value: String)]) {
    for (name, value) in items.reversed() {
      switch name {
      case "labelSelector": labelSelector = value
      case "fieldSelector": fieldSelector = value
      case "watch": isWatch = Self.isTrue(value)
      case "resourceVersion": resourceVersion = value
      case "resourceVersionMatch": resourceVersionMatch = value
      case "sendInitialEvents": sendInitialEvents = Self.isTrue(value)
      case "allowWatchBookmarks": allowsBookmarks = Self.isTrue(value)
      case "timeoutSeconds": timeoutSeconds = Int(value).map { min(max($0, 0), 86_400) }
      default: break
      }
    }
  }

  /// The version as a number; nil if none is given.
  func version() throws(APIFailure) -> Int? {
    guard !resourceVersion.isEmpty else { return nil }
    guard let version = Int(resourceVersion), version >= 0 else {
      throw .badRequest("Invalid value: \"\(resourceVersion)\": strconv.ParseUint: parsing: invalid syntax")
    }
    return version
  }

  /// Checks that the options fit together.
  ///
  /// Source: kubernetes/apimachinery `pkg/apis/meta/internalversion/validation/validation.go`,
  /// `ValidateListOptions`, 1.34.
  func validate(allowsWatchList: Bool) throws(APIFailure) {
    var problems: [(field: String, message: String)] = []
    if isWatch {
      if sendInitialEvents != nil, resourceVersionMatch != "NotOlderThan" {
        problems.append(
          ("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
      }
      if sendInitialEvents != nil, !allowsWatchList {
        problems.append(
          (
            "sendInitialEvents",
            "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"
          ))
      }
      if sendInitialEvents == nil, !resourceVersionMatch.isEmpty {
        problems.append(
          (
            "resourceVersionMatch",
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
          ))
      }
    } else {
      if sendInitialEvents != nil {
        problems.append(("sendInitialEvents", "sendInitialEvents is forbidden for list"))
      }
      if !resourceVersionMatch.isEmpty, resourceVersion.isEmpty {
        problems.append(
          ("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"))
      }
    }
    guard problems.isEmpty else { throw .invalidOptions(problems) }
  }

  /// Go's `strconv.ParseBool`, and anything else but its words for no is yes.
  ///
  /// Source: kubernetes/apimachinery `pkg/runtime/conversion.go`, `Convert_Slice_string_To_bool`, 1.34.
  private static func isTrue(_ value: String) -> Bool {
    !["false", "0"].contains(value.lowercased())
  }
}
