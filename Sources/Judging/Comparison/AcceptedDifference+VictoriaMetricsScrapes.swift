import Contract

/// Where a difference in one target brings others along: its health, its error, its series.
extension AcceptedDifference {
  /// Where VictoriaMetrics differs from Prometheus by its nature: in what comes of a scrape.
  static let scrapesOfVictoriaMetrics: [AcceptedDifference] =
    [
      of(
        "unknown-fields", "VictoriaMetrics takes a configuration with fields that it does not know.",
        "docs/vmagent.md, -promscrape.config.strictParse, which is off here"
      ) { difference, _ in difference.aspect == .configuration && difference.real == "taken" },
      of(
        "error-wording",
        "VictoriaMetrics words the errors of scrapes in its own way; what happened is the same.",
        "lib/promscrape/client.go"
      ) { difference, _ in
        guard difference.aspect == .lastError, let builtIn = difference.builtIn, let real = difference.real,
          !real.isEmpty
        else { return false }
        return ErrorWording.meaning(builtIn).map { $0 == ErrorWording.meaning(real) } ?? false
      },
      of(
        "no-default-port",
        "VictoriaMetrics leaves the port of the scheme out of the URL, where Prometheus 2 adds it.",
        "lib/promrelabel/scrape_url.go, GetScrapeURL"
      ) { difference, _ in
        difference.aspect == .scrapeUrl
          && [":80/", ":443/"].contains {
            difference.builtIn?.replacingFirst($0, by: "/") == difference.real
          }
      },
      of(
        "query-in-path",
        "VictoriaMetrics takes a question mark in __metrics_path__ for the start of the query; Prometheus escapes it.",
        "lib/promrelabel/scrape_url.go, GetScrapeURL"
      ) { difference, state in
        difference.isFate(in: state) {
          $0.scrapeURL.replacingFirst("%3F", by: "?") == $1.scrapeURL && $0.scrapeURL != $1.scrapeURL
        }
      },
      of(
        "skips-invalid-lines",
        "VictoriaMetrics skips the lines of an exposition that it cannot read, and keeps the rest; one such line loses "
          + "the whole scrape in Prometheus.",
        "lib/protoparser/prometheus/parser.go"
      ) { difference, state in
        difference.isFate(in: state) { ErrorWording.meaning($0.lastError) == "exposition" && $1.health == "up" }
      },
      of(
        "no-body-size-limit",
        "VictoriaMetrics does not know body_size_limit; its max_scrape_size is another field.",
        "docs/sd_configs.md, scrape_configs"
      ) { difference, state in
        difference.isFate(in: state) { $0.lastError == "body size limit exceeded" && $1.health == "up" }
      },
      of(
        "no-label-limits", "VictoriaMetrics does not know label_limit and its kin.",
        "docs/sd_configs.md, scrape_configs"
      ) { difference, state in
        difference.isFate(in: state) {
          ($0.lastError.hasPrefix("label_limit exceeded")
            || $0.lastError.hasPrefix("label_name_length_limit exceeded")
            || $0.lastError.hasPrefix("label_value_length_limit exceeded")) && $1.health == "up"
        }
      },
      of(
        "sample-limit-adds-nothing",
        "A scrape that exceeds sample_limit adds no series in VictoriaMetrics; Prometheus counts those before the limit.",
        "lib/promscrape/scrapework.go, processDataOneShot"
      ) { difference, state in
        difference.aspect == .value && difference.labels["__name__"] == "scrape_series_added"
          && difference.isFate(in: state) {
            ErrorWording.meaning($0.lastError) == "sample limit" && $1.health == "down"
          }

      },
      of(
        "asks-for-text",
        "VictoriaMetrics asks for the text format only; an application that serves other series in OpenMetrics is asked "
          + "for those by Prometheus alone.",
        "lib/promscrape/client.go, the Accept header"
      ) { difference, state in
        difference.isFate(in: state) { $0.contentType?.contains("openmetrics") ?? false && $1.health == "up" }
          && (difference.real == nil || difference.labels["__name__"]?.hasPrefix("scrape_samples_") ?? false)
      },
    ] + samplesOfVictoriaMetrics
}

extension Difference {
  /// Whether it is about a target, or about a series of a target, that meets a condition in both readings.
  func isFate(
    in state: ComparedState, where condition: (ScraperReading.Target, ScraperReading.Target) -> Bool
  ) -> Bool {
    guard [.health, .lastError, .scrapeUrl, .series, .value].contains(aspect) else { return false }
    return state.builtIn.active.contains { ours in
      isOf(ours)
        && state.real.active.contains { theirs in theirs.labels == ours.labels && condition(ours, theirs) }
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, by other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
