internal import COpenSSL

/// The versions of TLS that meshes speak, and the two before that users' settings name.
public enum TLSVersion: String, Sendable, Codable, CaseIterable, Comparable {
  /// TLS 1.0.
  case tls10 = "TLS10"
  /// TLS 1.1.
  case tls11 = "TLS11"
  /// TLS 1.2.
  case tls12 = "TLS12"
  /// TLS 1.3.
  case tls13 = "TLS13"

  /// The number on the wire.
  var number: Int32 {
    switch self {
    case .tls10: TLS1_VERSION
    case .tls11: TLS1_1_VERSION
    case .tls12: TLS1_2_VERSION
    case .tls13: TLS1_3_VERSION
    }
  }

  init?(number: Int32) {
    guard let version = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = version
  }

  /// Older versions come first.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
