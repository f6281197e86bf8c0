package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dataset of several runs, compacted from the command line. */
class CompactTest {
  private static final String DAY = "2026-11-01";

  @TempDir Path folder;

  /** Three runs that write a file each into one partition, of which "a" is in three versions. */
  private static Shop shopWithRuns(Path folder, String mode, String more) throws Exception {
    return withRuns(Shop.open(folder, mode), more);
  }

  private static Shop withRuns(Shop shop, String more) {
    shop.sells(DAY, Shop.order("a", 1, DAY, ""), Shop.order("b", 1, DAY, ""));
    shop.sells("2026-11-02", Shop.order("a", 3, DAY, ""));
    shop.sells("2026-11-03", Shop.order("a", 2, DAY, more), Shop.order("c", 4, DAY, more));
    for (int i = 1; i <= 3; i++) {
      CommandLineRun run = shop.run("r" + i, "2026-11-0" + i, "--buckets=1");
      assertThat(run.err(), run.exitCode() == 0 || !more.isEmpty(), is(true));
    }
    return shop;
  }

  private static CommandLineRun compact(Shop shop, String... options) {
    String[] all = List.of(options).toArray(new String[options.length + 2]);
    all[options.length] = "--run-id=c1";
    all[options.length + 1] = "--more-than=2";
    CommandLineRun run = shop.compact(all);
    assertThat(run.err(), run.exitCode(), is(0));
    return run;
  }

  private static List<String> files(Shop shop) {
    return shop.platform().s3().keys("transformed", "shop-orders/day=" + DAY + "/");
  }

  @Test
  void manyFilesGiveWayToOneWithTheLatestOfEveryKey() throws Exception {
    try (Shop shop = shopWithRuns(folder, "tolerate", "")) {
      int requests = shop.requests();
      List<String> rows = shop.platform().rows("SELECT * FROM orders ORDER BY id");

      CommandLineRun compacted = compact(shop);

      assertThat(
          compacted.out(),
          allOf(
              containsString("Compacted shop-orders: 3 files gave way to 1 ("),
              containsString("5 rows read = 3 written + 2 duplicates")));
      shop.requireRows(
          ShopRunTest.row("a", 3, ""), ShopRunTest.row("b", 1, ""), ShopRunTest.row("c", 4, ""));
      assertThat(files(shop), hasSize(4));
      assertThat(shop.requests(), is(requests));
      assertThat(shop.platform().rows("SELECT * FROM orders ORDER BY id"), is(rows));
    }
  }

  @Test
  void aCompactionThatIsDoneChangesNothing() throws Exception {
    try (Shop shop = shopWithRuns(folder, "tolerate", "")) {
      compact(shop);
      Map<String, String> objects = shop.platform().objects();

      CommandLineRun again = compact(shop);
      assertThat(again.err(), containsString("done by an earlier run"));
      assertThat(again.out(), containsString("3 files gave way to 1"));
      CommandLineRun next = shop.compact("--run-id=c2", "--more-than=2");
      assertThat(next.exitCode(), is(0));
      assertThat(
          next.out(),
          containsString("Nothing to compact: no partition of shop-orders has more than 2 small"));

      assertThat(shop.platform().objects(), is(objects));
    }
  }

  @Test
  void replacedFilesAreDeletedOnlyWhenTheyAreOldEnough() throws Exception {
    try (Shop shop = shopWithRuns(folder, "tolerate", "")) {
      assertThat(
          compact(shop, "--delete-after=P1D").out(), containsString("Deleted 0 replaced files"));
      assertThat(files(shop), hasSize(4));

      assertThat(
          compact(shop, "--delete-after=PT0S").out(), containsString("Deleted 3 replaced files"));
      assertThat(files(shop), hasSize(1));
      assertThat(
          compact(shop, "--delete-after=PT0S").out(), containsString("Deleted 0 replaced files"));
      shop.requireRows(
          ShopRunTest.row("a", 3, ""), ShopRunTest.row("b", 1, ""), ShopRunTest.row("c", 4, ""));
    }
  }

  @ParameterizedTest
  @CsvSource({"version: updated, 3 written + 2 duplicates", "'', 5 written + 0 duplicates"})
  void whatRunsThatRejectDuplicatesHaveWrittenIsCompactedAllTheSame(String version, String rows)
      throws Exception {
    String keys = "reject-duplicates: true\n" + version;
    try (Shop shop =
        withRuns(Shop.open(folder, "tolerate").changes("version: updated", keys), "")) {
      CommandLineRun compacted = compact(shop);

      assertThat(
          compacted.out(),
          allOf(
              containsString("3 files gave way to 1 ("), containsString("5 rows read = " + rows)));
      assertThat(files(shop), hasSize(4));
    }
  }

  @Test
  void filesFromBeforeThePartitionWasChangedStayAsTheyAre() throws Exception {
    String town = "    - {name: town, type: string, maxBytes: 64}\n";
    try (Shop shop = Shop.open(folder, "tolerate", Shop.FIELDS + town, Shop.BY_DAY)) {
      for (int i = 1; i <= 6; i++) {
        if (i == 4) {
          shop.changes(Shop.BY_DAY, "partition: town\ntable: orders_of_towns\n");
        }
        String day = "2026-11-0" + i;
        shop.sells(day, Shop.order("a", i, DAY, ", \"town\": \"Oslo\""));
        CommandLineRun run = shop.run("r" + i, day, "--buckets=1");
        assertThat(run.err(), run.exitCode(), is(0));
      }

      assertThat(compact(shop).out(), containsString("3 files gave way to 1 ("));
      assertThat(files(shop), hasSize(3));
      assertThat(shop.platform().s3().keys("transformed", "shop-orders/town=Oslo/"), hasSize(4));
    }
  }

  @Test
  void columnsThatRunsHaveFoundOutliveACompaction() throws Exception {
    try (Shop shop = shopWithRuns(folder, "evolve", ", \"colour\": \"red\"")) {
      compact(shop, "--delete-after=PT0S");

      assertThat(files(shop), hasSize(1));
      shop.requireRows(
          ShopRunTest.row("a", 3, ", \"colour\": null"),
          ShopRunTest.row("b", 1, ", \"colour\": null"),
          ShopRunTest.row("c", 4, ", \"colour\": \"red\""));
    }
  }
}
