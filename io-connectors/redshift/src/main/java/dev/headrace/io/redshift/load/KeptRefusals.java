package dev.headrace.io.redshift.load;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The refused rows of every attempt that had some, on S3. They are written before the attempt is
 * applied, so that who finds the load in the ledger can give out the same rows as who applied it.
 * They stay when a load is cleaned up; a lifecycle rule of the bucket may remove them in time.
 */
final class KeptRefusals {
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectStore store;
  private final String folder;

  KeptRefusals(ObjectStore store, String root, Load load) {
    this.store = store;
    this.folder = root + "/refused-" + load.key() + "/";
  }

  void keep(String attempt, List<RefusedRow> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    Path file = Files.createTempFile("headrace-refused-", ".json");
    try {
      JSON.writeValue(file.toFile(), rows);
      store.put(uri(attempt), file);
    } finally {
      Files.delete(file);
    }
  }

  /** None if the attempt had none. */
  List<RefusedRow> of(String attempt) throws IOException {
    try (InputStream in = store.open(uri(attempt))) {
      return JSON.readValue(in, new TypeReference<>() {});
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private String uri(String attempt) {
    return folder + attempt + ".json";
  }
}
