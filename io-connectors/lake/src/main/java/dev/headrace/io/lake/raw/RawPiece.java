package dev.headrace.io.lake.raw;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A piece of a large body that is made of lines: those that start in it, and no other. */
@AutoValue
abstract class RawPiece {
  private static final int SCAN_BYTES = 64 << 10;

  static final ValueCoder<RawPiece> CODER =
      ValueCoder.of(
          RawPiece.class,
          (piece, out) -> {
            out.value(piece.origin(), Origin.CODER);
            out.text(piece.uri());
            out.number(piece.length());
            out.number(piece.from());
            out.number(piece.to());
          },
          in ->
              new AutoValue_RawPiece(
                  in.value(Origin.CODER), in.text(), in.number(), in.number(), in.number()));

  /** Where the response is that the body belongs to. */
  abstract Origin origin();

  abstract String uri();

  /** Of the whole body. */
  abstract long length();

  abstract long from();

  abstract long to();

  /** Cuts a body into pieces of about the given size. */
  static List<RawPiece> cut(Origin origin, BodyObject body, long pieceBytes) {
    List<RawPiece> pieces = new ArrayList<>();
    for (long from = 0; from < body.length(); from += pieceBytes) {
      long to = Math.min(from + pieceBytes, body.length());
      pieces.add(new AutoValue_RawPiece(origin, body.uri(), body.length(), from, to));
    }
    return pieces;
  }

  /** The lines of the piece; empty if one line goes over all of it. */
  BodyPiece lines(ObjectStore store) throws IOException {
    long start = lineStart(store, from());
    long end = lineStart(store, to());
    return new BodyPiece(store, uri(), start, end - start);
  }

  /** The first place from here on where a line starts. */
  private long lineStart(ObjectStore store, long place) throws IOException {
    if (place == 0 || place == length()) {
      return place;
    }
    for (long from = place - 1; from < length(); from += SCAN_BYTES) {
      int size = (int) Math.min(SCAN_BYTES, length() - from);
      try (InputStream in = store.open(uri(), from, size)) {
        byte[] bytes = in.readNBytes(size);
        for (int i = 0; i < bytes.length; i++) {
          if (bytes[i] == '\n') {
            return from + i + 1;
          }
        }
      }
    }
    return length();
  }
}
