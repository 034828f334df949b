extension ScenarioFormat {
  static let apiServer = Record(
    name: "APIServer", subject: "an API server",
    about: "The Kubernetes API server, through which Prometheus finds its targets.",
    keys: [
      Key(
        "available", .boolean,
        "Whether it is there; true. When it comes back it does not know what changed before: whoever goes on watching from "
          + "there is told 410 Gone, and lists anew.")
    ])
}
