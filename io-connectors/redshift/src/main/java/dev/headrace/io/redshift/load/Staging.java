package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a load puts on S3 for COPY to read: its manifest, under a name of its own for every attempt
 * (https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html).
 */
final class Staging {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  // Redshift's table of errors cuts the names of files there:
  // https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_ERROR_DETAIL.html
  private static final int MAX_TOLD_BYTES = 256;
  private static final int UUID_LENGTH = 36;

  private final ObjectStore store;
  private final String prefix;

  Staging(ObjectStore store, String root, Load load) {
    this.store = store;
    this.prefix = root + "/" + load.key() + "/";
  }

  /**
   * Makes sure that the files of a load are told apart by what the table of errors keeps of their
   * names.
   *
   * @throws IllegalArgumentException if the staging location is too long for that
   */
  void requireNamesThatTell() {
    int bytes = prefix.getBytes(UTF_8).length;
    int most = MAX_TOLD_BYTES - UUID_LENGTH;
    checkArgument(
        bytes <= most,
        "To isolate the rows that COPY refuses, the staging location must be %s bytes shorter:"
            + " SYS_LOAD_ERROR_DETAIL keeps %s bytes of a file's name, by which its errors are"
            + " found, and below %s names differ behind that",
        bytes - most,
        MAX_TOLD_BYTES,
        prefix);
  }

  /** The folder of all attempts of the load. */
  String folder() {
    return prefix;
  }

  /** Writes the manifest; every file is mandatory and has its length, which Parquet asks for. */
  String writeManifest(List<StoredObject> files) throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    ArrayNode entries = manifest.putArray("entries");
    for (StoredObject file : files) {
      ObjectNode entry = entries.addObject();
      entry.put("url", file.uri());
      entry.put("mandatory", true);
      entry.putObject("meta").put("content_length", file.bytes());
    }
    String uri = prefix + UUID.randomUUID() + "/manifest.json";
    store.put(uri, JSON.writeValueAsBytes(manifest));
    return uri;
  }

  /** Writes a file under a name of its own. */
  String put(Path file, String name) throws IOException {
    String uri = prefix + UUID.randomUUID() + "/" + name;
    store.put(uri, file);
    return uri;
  }

  /** Opens a file that was staged for the load. */
  InputStream open(StoredObject file) throws IOException {
    return store.open(file.uri());
  }

  /** Removes what all attempts of the load have left; the load itself stands, come what may. */
  void clean() {
    try {
      store.delete(store.list(prefix));
    } catch (IOException | RuntimeException e) {
      LoadMetrics.cleanupFailed();
      LOG.warn("Cannot remove what was staged below {}; it is not needed any more", prefix, e);
    }
  }
}
