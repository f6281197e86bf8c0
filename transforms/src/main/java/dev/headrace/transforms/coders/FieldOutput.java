package dev.headrace.transforms.coders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a value. */
public final class FieldOutput {
  private final OutputStream out;

  FieldOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes text. */
  public void text(String value) throws IOException {
    bytes(value.getBytes(UTF_8));
  }

  /** Writes bytes. */
  public void bytes(byte[] value) throws IOException {
    number(value.length);
    out.write(value);
  }

  /** Writes a whole number. */
  public void number(long value) throws IOException {
    VarInt.encode(value, out);
  }

  /** Writes a time, to the millisecond. */
  public void time(Instant value) throws IOException {
    number(value.getMillis());
  }

  /** Writes texts by their names. */
  public void texts(Map<String, String> values) throws IOException {
    number(values.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
  }

  /** Writes a value that may be null. */
  public <T> void optional(@Nullable T value, Coder<T> coder) throws IOException {
    out.write(value == null ? 0 : 1);
    if (value != null) {
      value(value, coder);
    }
  }

  /** Writes a value. */
  public <T> void value(T value, Coder<T> coder) throws IOException {
    coder.encode(value, out);
  }
}
