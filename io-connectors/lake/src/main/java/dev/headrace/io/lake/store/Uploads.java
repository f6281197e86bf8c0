package dev.headrace.io.lake.store;

import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
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
    MessageDigest sum = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return StoredObject.of(uri, bytes, records, Sha256.hex(sum));
    }
  }
}
