package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ComplaintKeeperTest {
  private final StringWriter through = new StringWriter();
  private final ComplaintKeeper keeper = new ComplaintKeeper(through);
  private final PrintWriter err = new PrintWriter(keeper, true);

  @Test
  void theComplaintIsKeptAndAllIsLetThrough() {
    err.println("ingest     started headrace: 1 s");
    err.print('h');
    err.println("eadrace: No answer has landed; because: it is night");
    err.println("more of it");

    assertThat(
        keeper.complaint().replace("\r", ""),
        is("No answer has landed; because: it is night\nmore of it"));
    assertThat(
        through.toString().replace("\r", ""),
        is(
            "ingest     started headrace: 1 s\nheadrace: No answer has landed; because: it is"
                + " night\nmore of it\n"));
  }

  @Test
  void aLongComplaintIsCut() {
    err.println("headrace: " + "x".repeat(5_000));

    assertThat(keeper.complaint(), is("x".repeat(2_000)));
    assertThat(through.toString().strip().length(), is(5_010));
  }

  @Test
  void withoutAComplaintThatIsTold() {
    err.println("ingest     started");

    assertThat(keeper.complaint(), is("The run failed, and nothing was told"));
  }
}
