import Testing

@testable import PrometheusModel

/// Durations and sizes as Prometheus reads and writes them.
@Suite struct ValueTests {
  @Test(arguments: durations)
  func readsDurations(_ text: String, _ milliseconds: Int, _ printed: String) throws {
    let duration = try ScrapeDuration(parsing: text)
    #expect(duration.milliseconds == milliseconds)
    #expect(duration.description == printed)
  }

  static let durations: [(String, Int, String)] = [
    ("0", 0, "0s"), ("0s", 0, "0s"), ("15s", 15_000, "15s"), ("90s", 90_000, "1m30s"),
    ("1h30m", 5_400_000, "1h30m"),
    ("250ms", 250, "250ms"), ("1s5ms", 1005, "1s5ms"), ("7d", 604_800_000, "1w"), ("90d", 7_776_000_000, "90d"),
    ("1y", 31_536_000_000, "1y"), ("365d", 31_536_000_000, "1y"),
    ("1y2w3d4h5m6s7ms", 33_019_506_007, "382d4h5m6s7ms"),
    ("14d", 1_209_600_000, "2w"), ("010s", 10_000, "10s"),
  ]

  @Test(arguments: [
    "", "5", "s", "-1s", "1.5s", "1s1s", "1s1m", "1 s", "5x", "1msx", "400y", "99999999999999999999s", "1é",
  ])
  func refusesDurations(_ text: String) {
    #expect(throws: ScrapeDuration.ParseError.self) { try ScrapeDuration(parsing: text) }
  }

  @Test(arguments: sizes)
  func readsSizes(_ text: String, _ bytes: Int) throws {
    #expect(try SizeInBytes.bytes(parsing: text) == bytes)
  }

  static let sizes: [(String, Int)] = [
    ("0", 0), ("1B", 1), ("1KB", 1024), ("1KiB", 1024), ("10MB", 10_485_760), ("1.5GiB", 1_610_612_736),
    ("1MB1KB", 1_049_600), ("2TiB", 2_199_023_255_552), ("-1KB", -1024), (".5KB", 512), ("1.KB", 1024),
  ]

  @Test(arguments: ["", "10", "KB", "1kB", "1XB", "1MiB1MB", "1e3B", "9999999999EiB", ".KB", "1.2.3KB"])
  func refusesSizes(_ text: String) {
    #expect(throws: SizeInBytes.ParseError.self) { try SizeInBytes.bytes(parsing: text) }
  }
}
