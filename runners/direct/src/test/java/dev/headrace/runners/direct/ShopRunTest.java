package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of what a definition in YAML can say of its records. */
class ShopRunTest {
  private static final String DAY = "2026-11-01";

  /** A rule that keeps a run from its commit, after it has found its columns. */
  private static final String MANY_ROWS = "run-rules: {min-rows: 100}\n";

  private static final String MANIFEST = "transformed/shop-orders/_manifests/r1.json";

  @TempDir Path folder;

  @Test
  void recordsAreReshapedBeforeTheyAreConformedAndFieldsDerivedAfterwards() throws Exception {
    try (Shop shop =
        Shop.open(
                folder,
                "freeze",
                Shop.FIELDS
                    + """
                          - {name: ship_city, type: string, maxBytes: 64}
                          - {name: twice, type: double, derive: price * 2.0}
                      """,
                """
                reshape:
                  - lift: /properties
                  - rename: {field: /prc, to: price}
                  - drop: [/note]
                  - flatten: {separator: _}
                """
                    + Shop.BY_DAY)
            .sells(DAY, nested("a", 1.5, "Oslo"), nested("b", 2.25, "Lima"))) {
      CommandLineRun run = shop.run("r1", DAY);

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          shop.platform()
              .rows("SELECT id, updated, price, ship_city, twice FROM orders ORDER BY id"),
          is(List.of("a|7|1.5|Oslo|3", "b|7|2.25|Lima|4.5")));
      assertThat(run.out(), not(containsString("discarded")));
    }
  }

  private static String nested(String id, double price, String city) {
    return """
        {"id": "%s", "note": "for nobody",
         "properties": {"updated": 7, "day": "2026-11-01", "prc": %s, "ship": {"city": "%s"}}}
        """
        .formatted(id, price, city);
  }

  @Test
  void aFieldThatAppearsInTheSecondRunIsAColumnOfTheLake() throws Exception {
    try (Shop shop = Shop.open(folder, "evolve")) {
      shop.sells(DAY, Shop.order("a", 1, DAY, ""));
      shop.sells("2026-11-02", Shop.order("b", 2, DAY, ", \"colour\": \"red\", \"size\": 3"));
      CommandLineRun first = shop.run("r1", DAY);
      assertThat(first.err(), first.exitCode(), is(0));
      shop.requireRows(row("a", 1, ""));

      CommandLineRun second = shop.run("r2", "2026-11-02");

      assertThat(second.err(), containsString("reprocess"));
      shop.requireRows(
          row("a", 1, ", \"colour\": null, \"size\": null"),
          row("b", 2, ", \"colour\": \"red\", \"size\": 3"));
      assertThat(
          shop.platform().s3().keys("transformed", "shop-orders/_schemas/"),
          is(List.of("shop-orders/_schemas/r1.avsc", "shop-orders/_schemas/r2.avsc")));
    }
  }

  @Test
  void aFieldThatAppearsWhereRecordsAreReshapedIsAColumnWithItsValues() throws Exception {
    try (Shop shop =
        Shop.open(
                folder,
                "evolve",
                Shop.FIELDS,
                """
                reshape:
                  - lift: /properties
                  - rename: {field: /prc, to: price}
                  - rename: {field: /ship/city, to: town}
                  - drop: [/note]
                  - flatten: {separator: _}
                """
                    + Shop.BY_DAY)
            .sells(DAY, nested("a", 1.5, "Oslo"))) {
      CommandLineRun run = shop.run("r1", DAY);

      assertThat(run.err(), run.exitCode(), is(0));
      shop.requireRows(
          "{\"id\": \"a\", \"updated\": 7, \"day\": 20758, \"price\": 1.5, \"ship_town\": \"Oslo\"}");
      assertThat(shop.platform().rows("SELECT id, ship_town FROM orders"), is(List.of("a|Oslo")));
    }
  }

  @Test
  void aRunThatOthersHaveOvertakenWithAColumnOfAnotherTypeIsRefused() throws Exception {
    try (Shop shop = Shop.open(folder, "evolve", Shop.FIELDS, MANY_ROWS + Shop.BY_DAY)) {
      shop.sells(DAY, Shop.order("a", 1, DAY, ", \"size\": 3"));
      shop.sells("2026-11-02", Shop.order("b", 2, DAY, ", \"size\": \"XL\""));
      assertThat(shop.run("r1", DAY).err(), containsString("does not keep to its rules"));
      shop.changes(MANY_ROWS, "");
      shop.run("r2", "2026-11-02");

      CommandLineRun overtaken = shop.run("r1", DAY);

      assertThat(
          overtaken.err(),
          allOf(
              containsString("size was string or null and would be long or null"),
              containsString("\"r1\"; where others have committed since it was started, start")));
      shop.run("r3", "2026-11-02");
      assertThat(
          shop.platform().s3().keys("transformed", "shop-orders/_manifests/"),
          is(List.of("shop-orders/_manifests/r2.json", "shop-orders/_manifests/r3.json")));
    }
  }

  @Test
  void columnsThatTwoRunsHaveFoundWithoutEachOtherAreBothThereInTheNext() throws Exception {
    try (Shop shop = Shop.open(folder, "evolve", Shop.FIELDS, MANY_ROWS + Shop.BY_DAY)) {
      shop.sells(DAY, Shop.order("a", 1, DAY, ", \"size\": 3"));
      shop.sells("2026-11-02", Shop.order("b", 2, DAY, ", \"colour\": \"red\""));
      shop.sells("2026-11-03", Shop.order("c", 3, DAY, ""));
      assertThat(shop.run("r1", DAY).err(), containsString("does not keep to its rules"));
      shop.changes(MANY_ROWS, "");
      shop.run("r2", "2026-11-02");
      shop.run("r1", DAY);
      shop.run("r3", "2026-11-03");

      shop.requireRows(
          row("a", 1, ", \"size\": 3, \"colour\": null"),
          row("b", 2, ", \"size\": null, \"colour\": \"red\""),
          row("c", 3, ", \"size\": null, \"colour\": null"));
    }
  }

  /** 20758 is the day of 2026-11-01 since 1970. */
  static String row(String id, int updated, String more) {
    return "{\"id\": \"%s\", \"updated\": %d, \"day\": 20758, \"price\": %d.5%s}"
        .formatted(id, updated, updated, more);
  }

  @Test
  void aLandedRunIsReprocessedToTheSameBytesWithoutARequest() throws Exception {
    try (Shop shop = Shop.open(folder, "tolerate")) {
      shop.sells(
          DAY,
          Shop.order("a", 1, DAY, ""),
          Shop.order("b", 2, "2026-10-31", ""),
          Shop.order("b", 3, "2026-10-31", ""),
          "{\"id\": \"broken\"}");
      assertThat(shop.run("r1", DAY).exitCode(), is(0));
      Map<String, String> before = withoutManifest(shop);
      ObjectNode manifest = manifest(shop);
      int requests = shop.requests();
      assertThat(requests, greaterThan(0));
      List<String> rows = shop.platform().rows("SELECT * FROM orders ORDER BY id");
      deleteDataset(shop);
      assertThat(shop.platform().s3().keys("transformed", ""), hasSize(0));

      CommandLineRun again = shop.run("r1", DAY);

      assertThat(again.err(), again.exitCode(), is(0));
      assertThat(
          again.err(),
          allOf(
              containsString("ingest     done by an earlier run"),
              not(containsString("reprocess  done by an earlier run"))));
      assertThat(shop.requests(), is(requests));
      assertThat(withoutManifest(shop), is(before));
      assertThat(manifest(shop), is(manifest));
      assertThat(shop.platform().rows("SELECT * FROM orders ORDER BY id"), is(rows));
    }
  }

  private static void deleteDataset(Shop shop) {
    for (String key : shop.platform().s3().keys("transformed", "")) {
      shop.platform().s3().client().deleteObject(r -> r.bucket("transformed").key(key));
    }
  }

  private static Map<String, String> withoutManifest(Shop shop) {
    Map<String, String> objects = new TreeMap<>(shop.platform().objects());
    assertThat(objects.remove(MANIFEST) == null, is(false));
    return objects;
  }

  /** But for the time of its commit. */
  private static ObjectNode manifest(Shop shop) throws IOException {
    byte[] json =
        shop.platform().s3().bytes("transformed", MANIFEST.substring("transformed/".length()));
    ObjectNode manifest = (ObjectNode) new ObjectMapper().readTree(json);
    assertThat(manifest.remove("committedAt").isTextual(), is(true));
    return manifest;
  }

  @Test
  void aTableThatCannotTakeTheRowsIsFoundBeforeARequestIsSent() throws Exception {
    try (Shop shop = Shop.open(folder, "freeze").sells(DAY, Shop.order("a", 1, DAY, ""))) {
      shop.platform().execute("CREATE TABLE orders (id VARCHAR(64), updated INTEGER)");

      CommandLineRun run = shop.run("r1", DAY);

      assertThat(run.exitCode(), is(1));
      assertThat(
          run.err(),
          allOf(
              containsString("\"updated\" of the table orders has the type INTEGER"),
              containsString("BIGINT"),
              not(containsString("Exception"))));
      assertThat(shop.requests(), is(0));
      assertThat(shop.platform().objects().keySet(), is(empty()));
    }
  }

  @Test
  void theReportTellsWarningsAndDiscardedValues() throws Exception {
    try (Shop shop =
        Shop.open(
                folder,
                "discard-value",
                Shop.FIELDS,
                Shop.BY_DAY + "steps: [{warn: [{range: {field: price, max: 2}}]}]\n")
            .sells(
                DAY,
                Shop.order("a", 1, DAY, ", \"colour\": \"red\", \"size\": 3"),
                Shop.order("b", 2, DAY, ""))) {
      CommandLineRun run = shop.run("r1", DAY);

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          run.out(),
          allOf(
              containsString(", 1 quality warnings, 2 values discarded"),
              not(containsString("rows discarded"))));
    }
  }

  @Test
  void theReportTellsDiscardedRows() throws Exception {
    try (Shop shop =
        Shop.open(folder, "discard-row")
            .sells(
                DAY,
                Shop.order("a", 1, DAY, ", \"colour\": \"red\""),
                Shop.order("b", 2, DAY, ""))) {
      CommandLineRun run = shop.run("r1", DAY);

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          run.out(),
          allOf(
              containsString("1 written + 1 dead + 0 duplicates"),
              containsString(", 1 rows discarded among the dead"),
              not(containsString("quality warnings"))));
    }
  }
}
