package dev.headrace.transforms.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** Codes a value by writing its fields in order and reading them in the same order. */
public final class ValueCoder<T> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final Writer<T> writer;
  private final Reader<T> reader;

  private ValueCoder(Class<T> type, Writer<T> writer, Reader<T> reader) {
    this.type = type;
    this.writer = writer;
    this.reader = reader;
  }

  /** A coder for the type. Equal values have to write equal bytes. */
  public static <T> ValueCoder<T> of(Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new ValueCoder<>(type, writer, reader);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    writer.write(value, new FieldOutput(out));
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return reader.read(new FieldInput(in));
  }

  @Override
  public void verifyDeterministic() {
    // Fields have one form each, and maps are written in the order of their keys.
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ValueCoder<?> coder && coder.type.equals(type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  /** Writes the fields. */
  @FunctionalInterface
  public interface Writer<T> extends Serializable {
    /** Writes the fields. */
    void write(T value, FieldOutput out) throws IOException;
  }

  /** Reads the fields. */
  @FunctionalInterface
  public interface Reader<T> extends Serializable {
    /** Reads the fields. */
    T read(FieldInput in) throws IOException;
  }
}
