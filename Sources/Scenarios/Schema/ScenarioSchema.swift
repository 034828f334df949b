/// The form of scenario files, for editors.
public enum ScenarioSchema {
  /// JSON Schema 2020-12.
  public static var json: String { "{}" }
}
