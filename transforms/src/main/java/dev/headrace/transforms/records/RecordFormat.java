package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/** How a response's body holds its records. Its settings are checked where it is made. */
public interface RecordFormat extends Serializable {

  /**
   * The elements of the arrays at a place of a JSON document: in {@code {"features":[1,2]}} the
   * records at {@code /features} are 1 and 2.
   *
   * <p>A step {@code *} stands for every element of an array and every value of an object, so the
   * records at <code>/pages/&#42;/items</code> are those of every page. Up to the first {@code *}
   * everything has to be there; behind it, what is missing or null holds no records. Anything else
   * that is no array refuses the body, and so does a property on the way that is there twice. A
   * property whose name is {@code *} cannot be named.
   *
   * <p>A body of more than 8 MiB is read twice, through memory for one record: a body that is not
   * one whole document in UTF-8 puts out no record, however large it is. A record of more than 16
   * MiB leaves as a {@link Rejection} with its first 64 KiB.
   *
   * @param path JSON Pointer (RFC 6901) of the array, such as {@code /features}, or one with {@code
   *     *} among its steps; empty for a body that is an array itself
   * @throws IllegalArgumentException if the path is not one
   */
  static RecordFormat json(String path) {
    return JsonFormat.at(path, false);
  }

  /**
   * The object at a place of a JSON document, which is a record itself: for an API that answers
   * with one object. With {@code *} in the path, every object there is. All else is as with {@link
   * #json}.
   *
   * @param path JSON Pointer (RFC 6901) of the object, or one with {@code *} among its steps; empty
   *     for the whole body
   * @throws IllegalArgumentException if the path is not one
   */
  static RecordFormat jsonObject(String path) {
    return JsonFormat.at(path, true);
  }

  /**
   * One JSON document a line; empty lines do not count. A line is told by the offset of its first
   * byte, and a large body is read in pieces, in parallel. A line that is not UTF-8, or has more
   * than 16 MiB, leaves as a {@link Rejection}.
   */
  static RecordFormat ndjson() {
    return new NdjsonFormat();
  }

  /**
   * Comma-separated values (RFC 4180) in UTF-8, whose first line names the columns; {@link
   * CsvFormat} has what can be set. A row is told by the offset of its first byte.
   */
  static CsvFormat csv() {
    return CsvFormat.defaults();
  }

  /**
   * The elements at a place of an XML document, such as every {@code <entry>} of a {@code <feed>}
   * for {@code /feed/entry}. A step {@code *} stands for an element of any name; prefixes are a
   * part of names.
   *
   * <p>The payload is the element's bytes as they came. The document is an object: of attributes as
   * {@code "@name"}, elements by their names, and {@code "#text"}. An element with nothing but text
   * is that text, empty or not; one that is there more than once is an array. White space between
   * elements is left out.
   *
   * <p>Refused is a body that is not well-formed from beginning to end, is not in UTF-8, has
   * another root than the path, a document type declaration (and so entities of its own), elements
   * more than 1,000 deep, more than 1,000 attributes in an element, one with more than 512 Ki
   * characters, or a tag, comment or processing instruction of more than 1 MiB. A record of more
   * than 16 MiB or with more than 100,000 elements and attributes leaves as a {@link Rejection}. A
   * body of more than 8 MiB is read twice, through memory for one record.
   *
   * @param path of the elements from the root on, with a slash before every name
   * @throws IllegalArgumentException if the path is not one
   */
  static RecordFormat xml(String path) {
    return XmlFormat.at(path);
  }

  /**
   * Puts out the records of a body in their order.
   *
   * @param origin where the body lies; of a piece of a body, its {@link Origin#record()} is the
   *     offset of the piece's first byte
   * @throws BadRecordException if there is no telling the records, and none has been put out
   */
  void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException;

  /** Whether a body can be cut behind any line end, and its pieces be read one by one. */
  default boolean isMadeOfLines() {
    return false;
  }
}
