import Contract
import FoundationEssentials

extension ScraperAPI {
  /// How much a reading reads.
  enum Extent {
    /// The targets alone.
    case targets
    /// The targets and every series.
    case all
  }

  /// Reads what the scraper tells at this moment.
  func reading(of extent: Extent) throws(HarnessFailure) -> ScraperReading {
    let answer = try get("/api/v1/targets", [], as: TargetsAnswer.self)
    var reading = ScraperReading(
      active: answer.activeTargets.map(\.reading), dropped: answer.droppedTargets.map(\.reading),
      droppedCounts: answer.droppedTargetCounts)
    guard extent == .all else { return reading }
    reading.series = try get("/api/v1/query", [("query", fresh("{__name__!=\"\"}"))], as: Vector.self).result
      .map {
        ScraperReading.Series(labels: $0.metric, value: $0.text)
      }
    return reading
  }

  private struct TargetsAnswer: Decodable {
    var activeTargets: [Active]
    var droppedTargets: [Dropped]
    var droppedTargetCounts: [String: Int]?
  }

  private struct Active: Decodable {
    var scrapePool: String
    var discoveredLabels: [String: String]
    var labels: [String: String]
    var scrapeUrl: String
    var globalUrl: String?
    var health: String
    var lastError: String
    var lastScrape: String?
    var scrapeInterval: String?
    var scrapeTimeout: String?

    var reading: ScraperReading.Target {
      ScraperReading.Target(
        scrapePool: scrapePool, discoveredLabels: discoveredLabels, labels: labels, scrapeURL: scrapeUrl,
        globalURL: globalUrl, health: health, lastError: lastError, lastScrape: lastScrape ?? "",
        scrapeInterval: scrapeInterval, scrapeTimeout: scrapeTimeout)
    }
  }

  private struct Dropped: Decodable {
    var discoveredLabels: [String: String]
    var scrapePool: String?

    var reading: ScraperReading.DroppedTarget {
      ScraperReading.DroppedTarget(scrapePool: scrapePool, discoveredLabels: discoveredLabels)
    }
  }

  private struct Vector: Decodable {
    var result: [Item]

    struct Item: Decodable {
      var metric: [String: String]
      var value: Sample?
      var histogram: Histogram?

      var text: String { value?.text ?? histogram?.text ?? "" }
    }

    /// `[time, "value"]`.
    struct Sample: Decodable {
      var text: String

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(Double.self)
        text = try container.decode(String.self)
      }
    }

    /// `[time, {"count": "3", "sum": "1.5", "buckets": [[0, "-1", "1", "3"]]}]`.
    struct Histogram: Decodable {
      var text: String

      private struct Body: Decodable {
        var count: String
        var sum: String
        var buckets: [Bucket]?
      }

      private struct Bucket: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
          var container = try decoder.unkeyedContainer()
          let boundaries = try container.decode(Int.self)
          let (lower, upper) = (try container.decode(String.self), try container.decode(String.self))
          text = "\(boundaries):\(lower)..\(upper)=\(try container.decode(String.self))"
        }
      }

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(Double.self)
        let body = try container.decode(Body.self)
        text =
          "count \(body.count) sum \(body.sum) buckets "
          + (body.buckets ?? []).map(\.text).joined(separator: " ")
      }
    }
  }
}
