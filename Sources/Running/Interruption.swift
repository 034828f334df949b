import CSystem
import Glibc

/// SIGINT and SIGTERM as a descriptor that becomes readable, so that every wait ends with them.
public enum Interruption {
  /// Starts to listen for the signals. Later calls change nothing.
  public static func install() { ms_interruption_install() }

  /// Whether a signal has come.
  public static var hasCome: Bool { ms_interruption_has_come() != 0 }

  /// A descriptor that is readable once a signal has come, -1 when ``install()`` has not been called.
  static var descriptor: Int32 { ms_interruption_descriptor() }
}
