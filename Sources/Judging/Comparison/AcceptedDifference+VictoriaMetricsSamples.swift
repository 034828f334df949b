import Contract

extension AcceptedDifference {
  /// Where VictoriaMetrics differs from Prometheus by its nature: in which samples of an answer it takes.
  static let samplesOfVictoriaMetrics: [AcceptedDifference] = [
    of(
      "refuses-no-sample",
      "VictoriaMetrics takes or leaves a sample whose names or labels Prometheus 2 refuses with the whole scrape.",
      "lib/promscrape/scrapework.go, addRowToTimeseries"
    ) { difference, state in
      difference.isFate(in: state) { ours, theirs in
        theirs.health == "up"
          && ["is not unique: invalid sample", "invalid metric name or label names"]
            .contains(where: ours.lastError.contains)
      }
    },
    of(
      "empty-label-goes-first",
      "Of a label that stands twice, once without a value, VictoriaMetrics leaves out the one without; Prometheus takes "
        + "the first.",
      ""
    ) { difference, state in
      guard difference.aspect == .series else { return false }
      let others = difference.builtIn == nil ? state.builtIn.series : state.real.series
      return others.contains { other in
        abs(other.labels.count - difference.labels.count) == 1
          && (difference.builtIn == nil
            ? other.labels.allSatisfy { difference.labels[$0.key] == $0.value }
            : difference.labels.allSatisfy { other.labels[$0.key] == $0.value })
          && other.value == difference.builtIn ?? difference.real
      }
    },
    of(
      "unpacks-nothing-unasked",
      "VictoriaMetrics does not unpack an answer that is compressed although it did not ask for that: it finds no sample "
        + "in it, and the target is up.",
      "lib/promscrape/client.go, DisableCompression of the transport"
    ) { difference, state in
      difference.isFate(in: state) { ours, theirs in
        ours.health == "up" && theirs.health == "up"
          && state.real.value(of: "scrape_samples_scraped", of: theirs) == "0"
          && state.real.value(of: "scrape_response_size_bytes", of: theirs) != "0"
      } && (difference.real == nil || difference.labels["__name__"]?.hasPrefix("scrape_samples_") ?? false)
    },
    of(
      "either-of-two-samples",
      "Of two samples of one series in one answer VictoriaMetrics keeps either; Prometheus keeps the first.", ""
    ) { difference, state in
      difference.aspect == .value
        && difference.isFate(in: state) { ours, theirs in
          // More samples than series came, and as many in both.
          guard let scraped = state.real.value(of: "scrape_samples_scraped", of: theirs),
            let count = Int(scraped),
            state.builtIn.value(of: "scrape_samples_scraped", of: ours) == scraped
          else { return false }
          return state.builtIn.exposed(by: ours) < count
        }
    },
    of(
      "ignores-timestamps",
      "VictoriaMetrics takes the time of the scrape for every sample, unless honor_timestamps says otherwise: what is too "
        + "old for Prometheus is stored.",
      "docs/sd_configs.md, honor_timestamps"
    ) { difference, state in
      difference.aspect == .series && difference.builtIn == nil
        && difference.isFate(in: state) { ours, theirs in
          guard let scraped = state.real.value(of: "scrape_samples_scraped", of: theirs) else { return false }
          return ours.health == "up" && theirs.health == "up"
            && state.builtIn.value(of: "scrape_samples_scraped", of: ours) == scraped
        }
    },
  ]
}

extension ScraperReading {
  /// The value of one of the series that every scrape adds.
  fileprivate func value(of name: String, of target: Target) -> String? {
    let labels = target.labels.merging(["__name__": name]) { $1 }
    return series.first { $0.labels == labels }?.value
  }

  /// How many series of a target there are, besides those that every scrape adds.
  fileprivate func exposed(by target: Target) -> Int {
    series.count { series in
      let name = series.labels["__name__"] ?? ""
      return name != "up" && !name.hasPrefix("scrape_")
        && target.labels.allSatisfy { series.labels[$0.key] == $0.value }
    }
  }
}
