package dev.headrace.transforms.failures;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;

/** Where in the raw bucket something came from. */
@AutoValue
public abstract class Origin {

  /** How it travels between workers. */
  public static final ValueCoder<Origin> CODER =
      ValueCoder.of(
          Origin.class,
          (origin, out) -> {
            out.text(origin.object());
            out.number(origin.line());
            out.number(origin.record());
          },
          in -> of(in.text(), in.number(), in.number()));

  /** URI of the raw object. */
  public abstract String object();

  /** Line of the object, counted from 0: one response a line. */
  public abstract long line();

  /**
   * Index of the record within the response, counted from 0, or, where a record is a line or a row,
   * the offset of its first byte; -1 stands for the whole response.
   */
  public abstract long record();

  /**
   * Points at a record of a response.
   *
   * @param object URI of the raw object
   * @param line line of the object, from 0
   * @param record index within the response, from 0, or -1 for the whole response
   */
  public static Origin of(String object, long line, long record) {
    return new AutoValue_Origin(object, line, record);
  }

  /** The same response, at the given record. */
  public Origin atRecord(long record) {
    return of(object(), line(), record);
  }
}
