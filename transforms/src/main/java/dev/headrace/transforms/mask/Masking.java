package dev.headrace.transforms.mask;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.BaseEncoding;
import dev.headrace.transforms.buckets.Types;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.secrets.Secret;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * How one field is masked. A field without a value stays without one. Its {@code toString} tells
 * its settings, and of a salt the reference alone.
 */
public abstract class Masking implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String settings;

  Masking(String field, String settings) {
    this.field = field;
    this.settings = settings;
  }

  /** How the bytes of a hash are written. */
  public enum Encoding {
    /** 64 digits. */
    HEX(BaseEncoding.base16().lowerCase()),
    /** 43 letters, digits and {@code -_}. */
    BASE64URL(BaseEncoding.base64Url().omitPadding());

    @SuppressWarnings("ImmutableEnumChecker") // an encoding never changes
    private final BaseEncoding encoding;

    Encoding(BaseEncoding encoding) {
      this.encoding = encoding;
    }

    String encode(byte[] bytes) {
      return encoding.encode(bytes);
    }
  }

  /** A hash in hexadecimal, see {@link #hash(String, Secret, Encoding)}. */
  public static Masking hash(String field, Secret salt) {
    return hash(field, salt, Encoding.HEX);
  }

  /**
   * Puts the HMAC-SHA-256 (RFC 2104, https://www.rfc-editor.org/rfc/rfc2104) of a text's UTF-8 in
   * its place, with the salt for a key: equal texts have equal hashes, so a key stays a key, and
   * without the salt nobody can find out a text by hashing likely ones. Text fields.
   *
   * <p>The salt is read on the worker, when the first record comes, and kept by it until the end of
   * the run. It must stay the same for as long as hashes of one run are to match those of another.
   * RFC 2104 asks for 32 random bytes or more.
   */
  public static Masking hash(String field, Secret salt, Encoding encoding) {
    return new HashMasking(field, salt, encoding);
  }

  /** Puts another text in the place of any; text fields. */
  public static Masking redact(String field, String replacement) {
    Utf8 text = new Utf8(replacement);
    return new ValueMasking(
        field,
        "redact(%s, %s)".formatted(field, replacement),
        "a text",
        type -> Texts.isText(type) ? value -> text : null);
  }

  /** Leaves the value out; fields of any type that can be null. */
  public static Masking redactToNull(String field) {
    return new NullMasking(field);
  }

  /** Keeps the first characters of a text, as many as told, 0 or more; text fields. */
  public static Masking truncate(String field, int characters) {
    checkArgument(characters >= 0, "characters must be at least 0, but was %s", characters);
    return new ValueMasking(
        field,
        "truncate(%s, %d)".formatted(field, characters),
        "a text",
        type -> Texts.isText(type) ? value -> Texts.first(value, characters) : null);
  }

  /** Puts the beginning of the month in the place of a day or time, in UTC; dates, timestamps. */
  public static Masking toMonth(String field) {
    return times(field, "toMonth", day -> day.withDayOfMonth(1));
  }

  /** Puts the beginning of the year in the place of a day or time, in UTC; dates, timestamps. */
  public static Masking toYear(String field) {
    return times(field, "toYear", day -> day.withDayOfYear(1));
  }

  private static Masking times(String field, String name, Times.Beginning beginning) {
    return new ValueMasking(
        field,
        "%s(%s)".formatted(name, field),
        "a date or timestamp",
        type -> Times.masker(type, beginning));
  }

  /** The masking, ready for a field. */
  abstract Masker masker(Schema.Field found);

  /** What it has to read; default is nothing. */
  List<Secret> secrets() {
    return List.of();
  }

  final Bound bind(Schema schema) {
    Schema.Field found = schema.getField(field);
    checkArgument(
        found != null,
        "%s asks for the field %s, and %s has %s",
        this,
        field,
        schema.getFullName(),
        schema.getFields().stream().map(Schema.Field::name).toList());
    return new Bound(found.pos(), masker(found));
  }

  final IllegalArgumentException notAllowed(String needs, Schema.Field found) {
    return new IllegalArgumentException(
        "%s needs %s, but %s is %s".formatted(this, needs, field, found.schema()));
  }

  static boolean isText(Schema.Field found) {
    return Texts.isText(Types.nonNull(found.schema()));
  }

  @Override
  public final String toString() {
    return settings;
  }

  /** Masks one value. */
  @FunctionalInterface
  interface Masker {
    /** What stands in the place of a value that is not null. */
    @Nullable Object mask(Object value) throws BadRecordException;
  }

  /** A masking and where its field stands. */
  record Bound(int position, Masker masker) {}
}
