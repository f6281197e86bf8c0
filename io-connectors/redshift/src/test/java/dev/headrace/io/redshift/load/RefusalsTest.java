package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Load LOAD = new Load("1", "sales", List.of());

  private static RefusedRow row(String payload) {
    return new RefusedRow("s3://b/a", 1, "city", 1204, "Too long", payload);
  }

  private static String refusal(Refusals refusals, RefusedRow row) {
    Exception refusal = assertThrows(IllegalStateException.class, () -> refusals.add(row));
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void moreRowsThanMayBeRefusedFailTheLoadByName() {
    Refusals refusals = new Refusals(LOAD, 1);
    refusals.add(row("{}"));

    assertThat(
        refusal(refusals, row("{}")),
        allOf(
            containsString("load \"1\" for sales COPY refused 2 or more, of which 1 may be"),
            containsString("nothing was applied"),
            containsString("column \"city\", error 1204, Too long")));
  }

  @Test
  void aLoadEndsAtSoManyRefusedRowsHoweverManyMayBe() {
    Refusals refusals = new Refusals(LOAD, Long.MAX_VALUE, 2, 100);
    refusals.add(row("{}"));
    refusals.add(row("{}"));
    assertThat(refusals.rows(), is(List.of(row("{}"), row("{}"))));

    assertThat(
        refusal(refusals, row("{}")),
        containsString("one load gives out 2 rows and 100 bytes at most"));
  }

  @Test
  void aLoadEndsAtSoManyBytesOfRefusedRows() {
    Refusals refusals = new Refusals(LOAD, Long.MAX_VALUE, 9, 8);
    refusals.add(row("éé"));
    refusals.add(row("1234"));

    assertThat(refusal(refusals, row("5")), containsString("which are 9 bytes"));
  }

  @Test
  void oneLoadGivesOutAHundredThousandRowsAndAQuarterOfAGigabyte() {
    assertThat(Refusals.MAX_ROWS, is(100_000));
    assertThat(Refusals.MAX_BYTES, is(268_435_456L));
  }
}
