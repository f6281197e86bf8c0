package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a body tells of records.
 *
 * @param records JSON Pointer of the array of a page's records; null if it is not known
 * @param total JSON Pointer of the number of records in the whole chain; null if there is none
 */
record Counts(@Nullable String records, @Nullable String total) implements Serializable {
  static final Counts NONE = new Counts(null, null);

  Counts {
    if (records != null) {
      Pointers.require("records", records);
    }
    if (total != null) {
      Pointers.require("total", total);
    }
  }

  Counts withRecords(String pointer) {
    return new Counts(pointer, total);
  }

  Counts withTotal(String pointer) {
    return new Counts(records, pointer);
  }

  /**
   * Finds what counts, and what else a paginator goes by.
   *
   * @param others JSON Pointers; an empty one is none
   */
  JsonScan scan(String... others) {
    return JsonScan.of(
        Stream.concat(
                pointers(records, total), Stream.of(others).filter(pointer -> !pointer.isEmpty()))
            .toList());
  }

  private static Stream<String> pointers(@Nullable String records, @Nullable String total) {
    return Stream.of(Optional.ofNullable(records), Optional.ofNullable(total))
        .flatMap(Optional::stream);
  }

  /**
   * What a page tells, that nothing follows. Later pages may leave out the total that the first one
   * has to tell.
   *
   * @throws BadRecordException if there is a total that is no count, or none on the first page
   */
  Page of(RawResponse response, Found found) throws BadRecordException {
    return Page.last().holding(recordsOf(found)).declaring(totalOf(response, found));
  }

  private OptionalLong recordsOf(Found found) {
    if (records == null) {
      return OptionalLong.empty();
    }
    return found.isEmpty() ? OptionalLong.of(0) : found.at(records).elements();
  }

  private OptionalLong totalOf(RawResponse response, Found found) throws BadRecordException {
    if (total == null || found.isEmpty()) {
      return OptionalLong.empty();
    }
    if (response.request().page() > 0 && found.at(total).isNothing()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(found.at(total).requireCount("total", total));
  }

  /**
   * The total that an answer has to tell; one without content tells that there is nothing.
   *
   * @throws BadRecordException if it tells none
   */
  long requireTotal(RawResponse response, Found found) throws BadRecordException {
    if (response.status() == 204) {
      return 0;
    }
    String pointer = Objects.requireNonNull(total);
    return found
        .at(pointer)
        .count()
        .orElseThrow(
            () ->
                new BadRecordException(
                    Reason.MALFORMED, "The answer has no whole number at " + pointer));
  }
}
