package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.transforms.run.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarkedSessionTest extends WarehouseFixture {
  private static final Pattern MARK =
      Pattern.compile("/\\* headrace load=([0-9a-f]{64}) attempt=([0-9a-f-]{36}) \\*/$");

  /** What a session is set up with, and what ends a transaction. */
  private static final Pattern OF_NO_LOAD =
      Pattern.compile("^(SET |SELECT pg_backend_pid|BEGIN|COMMIT|ROLLBACK)");

  private final List<String> statements = new ArrayList<>();

  @AfterEach
  void watchNoMore() {
    redshift().faults().clear();
  }

  @Test
  void everyStatementOfALoadInDoubtEndsInItsKeyAndTheAttemptThatAsks() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    redshift().faults().watch(statements::add);
    redshift().faults().dropAfter("^COMMIT$", 1);

    load(upserted, "1", file);

    redshift().faults().clear();
    assertThat(attempts("1"), hasSize(1));
    assertThat(statements, hasItem(startsWith("SELECT pg_terminate_backend(")));
  }

  @Test
  void everyStatementOfALoadEndsInItsKeyAndItsAttempt() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    redshift().faults().watch(statements::add);
    redshift().faults().dropBefore("^LOCK", 1);

    load(upserted, "it's */ 1", file);

    redshift().faults().clear();
    List<String> ofTheLoad = ofTheLoad();
    Set<String> attempts = attempts("it's */ 1");
    for (String step : List.of("CREATE", "COPY", "LOCK", "DELETE", "MERGE", "INSERT")) {
      assertThat(ofTheLoad, hasItem(startsWith(step)));
    }
    assertThat(ofTheLoad.size(), is(greaterThan(12)));
    assertThat(attempts, hasSize(2));
    assertThat(
        rows("SELECT attempt FROM " + ledger), is(List.of(List.of(List.copyOf(attempts).get(1)))));
  }

  private List<String> ofTheLoad() {
    return statements.stream().filter(sql -> !OF_NO_LOAD.matcher(sql).find()).toList();
  }

  private Set<String> attempts(String loadId) {
    Set<String> attempts = new LinkedHashSet<>();
    for (String sql : ofTheLoad()) {
      Matcher mark = MARK.matcher(sql);
      assertThat(sql, mark.find(), is(true));
      assertThat(mark.group(1), is(new Load(loadId, upserted.name(), List.of()).key()));
      attempts.add(mark.group(2));
    }
    return attempts;
  }
}
