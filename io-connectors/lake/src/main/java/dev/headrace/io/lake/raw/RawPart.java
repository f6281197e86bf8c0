package dev.headrace.io.lake.raw;

import com.google.common.io.CountingInputStream;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A part of the raw bucket, read response by response and summed up on the way. */
final class RawPart implements AutoCloseable {
  private final String uri;
  private final RawLines lines;
  private final MessageDigest sum = Sha256.digest();
  private final CountingInputStream bytes;
  private final BufferedReader reader;
  private long read;

  private RawPart(String uri, RawLines lines, InputStream object) throws IOException {
    this.uri = uri;
    this.lines = lines;
    this.bytes = new CountingInputStream(new DigestInputStream(object, sum));
    this.reader = PartFile.reader(bytes);
  }

  /**
   * Opens a part.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of that name, and only then
   */
  static RawPart open(ObjectStore store, RawLines lines, String uri) throws IOException {
    InputStream object = store.open(uri);
    try {
      return new RawPart(uri, lines, object);
    } catch (IOException | RuntimeException e) {
      throw unreadable(uri, 0, e);
    }
  }

  /** Takes responses. */
  @FunctionalInterface
  interface Reader {
    void read(RawResponse.Located response) throws IOException;
  }

  /**
   * Reads the responses of a part.
   *
   * @throws IOException if the part is not what the manifest says; all have been read then
   */
  static void read(ObjectStore store, StoredObject object, Reader reader) throws IOException {
    try (RawPart part = open(store, new RawLines(store, ""), object.uri())) {
      for (RawResponse.Located response; (response = part.next()) != null; ) {
        reader.read(response);
      }
      StoredObject actual = part.summary();
      if (!actual.equals(object)) {
        throw new IOException(
            "The raw object is not what its manifest says: it should be "
                + object
                + ", and is "
                + actual);
      }
    }
  }

  /** The next response; null after the last. */
  RawResponse.@Nullable Located next() throws IOException {
    try {
      String line = reader.readLine();
      if (line == null) {
        return null;
      }
      RawResponse response = lines.decode(line);
      return RawResponse.Located.of(Origin.of(uri, read++, -1), response);
    } catch (IOException | RuntimeException e) {
      throw unreadable(uri, read, e);
    }
  }

  private static IOException unreadable(String uri, long line, Exception cause) {
    return new IOException("Cannot read line " + line + " of " + uri + ": " + cause, cause);
  }

  /** What the object turned out to be, once its last response has been read. */
  StoredObject summary() throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    return StoredObject.of(uri, bytes.getCount(), read, Sha256.hex(sum));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
