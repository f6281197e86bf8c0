package dev.headrace.io.lake.raw;

import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.store.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A piece of a large body. Whoever reads it to its end learns if the object is shorter. */
record BodyPiece(ObjectStore store, String uri, long offset, long length) implements Body {

  @Override
  public InputStream open() throws IOException {
    return length == 0
        ? InputStream.nullInputStream()
        : new Complete(store.open(uri, offset, length));
  }

  @Override
  public String sha256() {
    try {
      return Sha256.of(bytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private final class Complete extends FilterInputStream {
    private long missing = length;

    Complete(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      int read = super.read(buffer, from, count);
      return counted(read, read);
    }

    private int counted(int read, int bytes) throws IOException {
      if (read >= 0) {
        missing -= bytes;
      } else if (missing > 0) {
        throw new IOException(
            "%s is not what was landed: it ends %d bytes early".formatted(uri, missing));
      }
      return read;
    }
  }
}
