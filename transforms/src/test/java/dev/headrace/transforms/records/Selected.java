package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What came of a body. */
record Selected(List<SourceRecord> records, List<Rejection> rejections, long tally) {
  static final Origin ORIGIN = Origin.of("raw/part", 0, -1);

  static Selected of(RecordFormat format, String body) throws IOException {
    return of(format, body.getBytes(UTF_8));
  }

  static Selected of(RecordFormat format, byte[] body) throws IOException {
    return of(format, Body.of(body));
  }

  static Selected of(RecordFormat format, Body body) throws IOException {
    List<RecordOutcome> outcomes = new ArrayList<>();
    SelectRecords.select(format, body, ORIGIN, outcomes::add);
    return new Selected(
        all(outcomes, SourceRecord.class),
        all(outcomes, Rejection.class),
        all(outcomes, Tally.class).stream()
            .filter(tally -> tally.account() == Account.PARSED)
            .mapToLong(Tally::amount)
            .sum());
  }

  private static <T> List<T> all(List<RecordOutcome> outcomes, Class<T> type) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<String> payloads() {
    return records.stream().map(record -> new String(record.payload(), UTF_8)).toList();
  }

  List<String> documents() {
    return records.stream()
        .map(record -> Objects.requireNonNull(record.document()).toString())
        .toList();
  }

  List<Long> places() {
    return records.stream().map(record -> record.origin().record()).toList();
  }

  List<String> refused() {
    return rejections.stream().map(rejection -> new String(rejection.payload(), UTF_8)).toList();
  }
}
