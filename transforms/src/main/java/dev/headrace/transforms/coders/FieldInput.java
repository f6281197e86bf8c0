package dev.headrace.transforms.coders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a value, in the order {@link FieldOutput} was given them. */
public final class FieldInput {
  private final InputStream in;

  FieldInput(InputStream in) {
    this.in = in;
  }

  /** Reads text. */
  public String text() throws IOException {
    return new String(bytes(), UTF_8);
  }

  /** Reads bytes. */
  public byte[] bytes() throws IOException {
    int length = Math.toIntExact(number());
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new EOFException("The field ends after " + value.length + " of " + length + " bytes");
    }
    return value;
  }

  /** Reads a whole number. */
  public long number() throws IOException {
    return VarInt.decodeLong(in);
  }

  /** Reads a whole number of 32 bits. */
  public int smallNumber() throws IOException {
    return Math.toIntExact(number());
  }

  /** Reads a time. */
  public Instant time() throws IOException {
    return Instant.ofEpochMilli(number());
  }

  /** Reads texts by their names. */
  public Map<String, String> texts() throws IOException {
    int size = smallNumber();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String name = text();
      values.put(name, text());
    }
    return values;
  }

  /** Reads a constant by its name. */
  public <E extends Enum<E>> E constant(Class<E> type) throws IOException {
    return Enum.valueOf(type, text());
  }

  /** Reads a value that may be null. */
  public <T> @Nullable T optional(Coder<T> coder) throws IOException {
    return in.read() == 0 ? null : value(coder);
  }

  /** Reads a value. */
  public <T> T value(Coder<T> coder) throws IOException {
    return coder.decode(in);
  }
}
