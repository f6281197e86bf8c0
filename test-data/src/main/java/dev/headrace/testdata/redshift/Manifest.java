package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The files one COPY loads, in order; a file listed twice is loaded twice.
 *
 * <p>Format: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html">Using
 * a manifest to specify data files</a>. Unknown keys are ignored, as UNLOAD writes some.
 */
record Manifest(List<Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param mandatory whether the COPY fails if the file is missing
   * @param contentLength bytes, as the manifest claims; -1 if it does not
   */
  record Entry(S3Url url, boolean mandatory, long contentLength) {
    Entry withContentLength(long bytes) {
      return new Entry(url, mandatory, bytes);
    }
  }

  static Manifest parse(String json, S3Url source, boolean columnar) throws CopyException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw invalid(source, e.getOriginalMessage());
    }
    if (root == null || !root.path("entries").isArray()) {
      throw invalid(source, "'entries' is missing");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : root.get("entries")) {
      entries.add(entry(entry, source, columnar));
    }
    return new Manifest(entries);
  }

  private static Entry entry(JsonNode entry, S3Url source, boolean columnar) throws CopyException {
    if (!entry.path("url").isTextual()) {
      throw invalid(source, "File entry does not have 'url' key");
    }
    if (columnar && !entry.path("meta").isObject()) {
      throw CopyException.load(CopyException.MANIFEST, "File entry does not have 'meta' key");
    }
    JsonNode length = entry.path("meta").path("content_length");
    if (columnar && !length.isIntegralNumber()) {
      throw CopyException.load(
          CopyException.MANIFEST, "File entry does not have 'content_length' key in 'meta'");
    }
    return new Entry(
        S3Url.parse(entry.get("url").textValue()),
        entry.path("mandatory").asBoolean(false),
        length.isIntegralNumber() ? length.longValue() : -1);
  }

  private static CopyException invalid(S3Url source, String detail) {
    return CopyException.load(
        CopyException.MANIFEST, "Problem reading manifest file - " + source + ": " + detail);
  }
}
