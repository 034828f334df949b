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
        "which-pod-behind-a-service",
        "Of a Service's address each scrape reaches one of its pods: of which pod the newest is, is chance.",
        "lib/promscrape/discovery/kubernetes/service.go"
      ) { difference, state in difference.isOfBalancedPods(in: state) },
      of(
        "no-http2",
        "VictoriaMetrics offers no HTTP/2, which a port that passes bytes to an HTTP/1.1 application fails on.",
        "lib/promscrape/scrapework.go, EnableHTTP2, which is not supported"
      ) { difference, state in
        difference.isFate(in: state) {
          $1.scrapeURL.hasPrefix("https://") && $1.health == "up"
            && ($0.lastError.contains("http2: ") || $0.lastError.hasSuffix(": unexpected EOF"))
        }
      },
      of(
        "connections-outlive-files",
        "VictoriaMetrics goes on over a connection whose certificate files have changed since; Prometheus closes it.",
        "lib/promauth/config.go, NewRoundTripper"
      ) { difference, state in
        difference.isFate(in: state) {
          $1.scrapeURL.hasPrefix("https://") && $1.health == "up"
            && ["remote error: tls: ", "private key does not match"].contains(where: $0.lastError.contains)
        }
      },
      of(
        "late-certificates-are-used",
        "VictoriaMetrics uses certificate files as soon as they are there; Prometheus makes the job's scrape pool with the "
          + "next news of discovery.",
        "lib/promauth/config.go, NewRoundTripper"
      ) { difference, state in
        guard difference.builtIn == nil else { return false }
        let theirs = state.real.active.filter { target in
          target.health == "up" && target.scrapeURL.hasPrefix("https://")
            && !state.builtIn.active.contains { $0.scrapePool == target.discoveredLabels["job"] }
            && state.builtIn.droppedCounts?[target.discoveredLabels["job"] ?? ""] == nil
        }
        switch difference.aspect {
        case .activeTargets, .series: return theirs.contains(where: difference.isOf)
        case .droppedTargets: return !theirs.isEmpty && difference.labels["__scheme__"] == "https"
        default: return false
        }
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
