package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.google.common.io.BaseEncoding;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonFormatTest {
  private static final Origin ORIGIN = Origin.of("raw/part", 0, -1);

  private static List<RecordOutcome> select(String bytes) throws IOException {
    List<RecordOutcome> outcomes = new ArrayList<>();
    SelectRecords.select(
        RecordFormat.ndjson(), Body.of(bytes.getBytes(ISO_8859_1)), ORIGIN, outcomes::add);
    return outcomes;
  }

  private static RecordOutcome record(String bytes, long offset) {
    return SourceRecord.of(bytes.getBytes(ISO_8859_1), Origin.of("raw/part", 0, offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C080", "C1BF", "E08080", "E09FBF", "EDA080", "EDBFBF", "F0808080", "F08FBFBF"})
  void anOverlongFormAndHalfOfAPairAreDeadLettersThoughTheParserTakesThem(String hex)
      throws IOException {
    String text = new String(BaseEncoding.base16().decode(hex), ISO_8859_1);
    String line = "{\"id\":\"" + text + "\"}";

    List<RecordOutcome> outcomes = select("1\n" + line + "\n2\n");

    assertThat(outcomes.get(0), is(record("1", 0)));
    Rejection rejection = (Rejection) outcomes.get(1);
    assertThat(rejection.stage(), is(Stage.PARSE));
    assertThat(rejection.reason(), is(Reason.MALFORMED));
    assertThat(rejection.detail(), is("The line is not UTF-8"));
    assertThat(rejection.payload(), is(line.getBytes(ISO_8859_1)));
    assertThat(rejection.origin(), is(Origin.of("raw/part", 0, 2)));
    assertThat(outcomes.get(2), is(record("2", 2 + line.length() + 1)));
    assertThat(outcomes.get(3), is(new Tally(Account.PARSED, 3)));
  }

  @Test
  void aByteThatIsNotUtf8IsSeenWhereverItStandsInALineAndInNoOther() throws IOException {
    for (int at = 0; at < 20; at++) {
      String line = "x".repeat(at) + "\u00FF" + "y".repeat(19 - at);

      List<RecordOutcome> outcomes = select("before\n" + line + "\nand behind");

      assertThat(outcomes.get(0), is(record("before", 0)));
      assertThat(line, outcomes.get(1) instanceof Rejection, is(true));
      assertThat(outcomes.get(2), is(record("and behind", 7 + 21)));
    }
  }

  @Test
  void charactersOfEveryLengthAreUtf8() throws IOException {
    String line = new String("{\"id\":\"é€😀\"}".getBytes(UTF_8), ISO_8859_1);

    assertThat(select(line), contains(record(line, 0), new Tally(Account.PARSED, 1)));
  }
}
