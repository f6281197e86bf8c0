package dev.headrace.io.lake.store;

import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Files on a worker's disk, described as the objects they become. */
public final class Uploads {
  private Uploads() {}

  /** Describes the file as the object of that name. */
  public static StoredObject describe(String uri, Path file, long records) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return describe(uri, in, records);
    }
  }

  /**
   * Stores the file as the object of that name, unless there is one.
   *
   * @return the object that stands, be it this one or an earlier one of as many records
   */
  public static StoredObject putOnce(ObjectStore store, String uri, Path file, long records)
      throws IOException {
    if (store.putIfAbsent(uri, file)) {
      return describe(uri, file, records);
    }
    try (InputStream in = store.open(uri)) {
      return describe(uri, in, records);
    }
  }

  private static StoredObject describe(String uri, InputStream content, long records)
      throws IOException {
    MessageDigest sum = Sha256.digest();
    long bytes = new DigestInputStream(content, sum).transferTo(OutputStream.nullOutputStream());
    return StoredObject.of(uri, bytes, records, Sha256.hex(sum));
  }
}
