package dev.headrace.io.lake.raw;

import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.store.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * A large body in its own object. Whoever reads it to its end learns whether it still is what was
 * landed.
 */
record BodyObject(ObjectStore store, String uri, long length, String sha256) implements Body {

  @Override
  public InputStream open() throws IOException {
    MessageDigest sum = Sha256.digest();
    return new FilterInputStream(new DigestInputStream(store.open(uri), sum)) {
      private boolean ended;

      @Override
      public int read() throws IOException {
        int read = super.read();
        return read < 0 ? verified() : read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return read < 0 ? verified() : read;
      }

      private int verified() throws IOException {
        if (!ended && !Sha256.hex(sum).equals(sha256)) {
          throw new IOException(uri + " is not what was landed: its SHA-256 differs");
        }
        ended = true;
        return -1;
      }
    };
  }
}
