package dev.headrace.runners.glue;

/** A pipeline in YAML. */
final class Pipelines {
  static final String SCHEMA =
      """
      {"type": "record", "name": "Quake", "fields": [
        {"name": "id", "type": "string", "maxBytes": 64}
      ]}
      """;

  private Pipelines() {}

  /** With these settings besides. */
  static String yaml(String more) {
    return """
        name: quakes
        source: usgs
        resource: quakes
        base-url: https://api.example.com
        request: {path: /quakes}
        records: /items
        dataset: quakes
        table: quakes
        """
        + more
        + "\n";
  }
}
