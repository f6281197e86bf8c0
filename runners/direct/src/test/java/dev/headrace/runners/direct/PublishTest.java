package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.io.glue.AwsGlueCatalog;
import dev.headrace.io.glue.GlueCatalog;
import dev.headrace.io.glue.GlueTable;
import dev.headrace.io.glue.Publisher;
import dev.headrace.testdata.glue.GlueEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that publishes its dataset to the data catalog, from the command line. */
class PublishTest {
  private static final String ENDPOINT = "aws.endpointUrlGlue";
  private static final String TABLE = "lake.shop_orders";

  private static final String WITHOUT_FELT =
      """
      {"type": "record", "name": "Order", "dropped": ["felt"], "fields": [
        {"name": "id", "type": "string", "maxBytes": 64},
        {"name": "updated", "type": "long"},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "price", "type": "double"}
      ]}
      """;

  @TempDir Path folder;
  private GlueEndpoint glue;

  @BeforeEach
  void start() throws Exception {
    glue = new GlueEndpoint(Set.of("lake"), 1000);
    System.setProperty(ENDPOINT, glue.uri().toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty(ENDPOINT);
    glue.close();
  }

  private static Shop shop(Path folder) throws Exception {
    return Shop.open(folder, "evolve")
        .sells(
            "2026-11-01",
            Shop.order("a", 1, "2026-11-01", ""),
            Shop.order("b", 1, "2026-11-01", ""),
            Shop.order("c", 1, "2026-10-31", ""))
        .sells("2026-11-02", Shop.order("d", 2, "2026-11-01", ", \"colour\": \"red\""));
  }

  private static CommandLineRun first(Shop shop, String... options) {
    return shop.run("r1", "2026-11-01", options);
  }

  @Test
  void theDatasetOfARunIsATableOfTheCatalog() throws Exception {
    try (Shop shop = shop(folder)) {
      CommandLineRun run = first(shop, "--glue-database=lake");

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          run.out(),
          allOf(
              containsString("partitions listed"),
              containsString("2 created, 0 updated"),
              containsString("in " + TABLE)));
      Map<String, Object> contents = glue.contents();
      assertThat(
          contents.keySet(), is(Set.of(TABLE, TABLE + "/2026-10-31", TABLE + "/2026-11-01")));
      assertThat(
          contents.get(TABLE),
          hasToString(
              allOf(
                  containsString("Location=s3://transformed/shop-orders/"),
                  containsString("PartitionKeys=[{Name=day, Type=date"),
                  containsString("{Name=price, Type=double"))));
      assertThat(
          contents.get(TABLE + "/2026-11-01"),
          hasToString(
              allOf(
                  containsString("Location=s3://transformed/shop-orders/day=2026-11-01/"),
                  containsString("headrace.records=2"))));
      assertThat(shop.platform().rows("SELECT count(*) FROM orders"), is(List.of("3")));
    }
  }

  @Test
  void aRunThatIsStartedAgainLeavesTheCatalogAsItIs() throws Exception {
    try (Shop shop = shop(folder)) {
      first(shop, "--glue-database=lake");
      Map<String, Object> contents = glue.contents();
      glue.operations().clear();

      CommandLineRun again = first(shop, "--glue-database=lake");

      assertThat(again.err(), again.exitCode(), is(0));
      assertThat(again.out(), containsString("all there as they should be"));
      assertThat(glue.contents(), is(contents));
      assertThat(glue.operations(), is(List.of("GetTable", "GetTable", "BatchGetPartition")));
    }
  }

  @Test
  void aRunThatIsDoneIsPublishedWhenItIsAskedForLater() throws Exception {
    try (Shop shop = shop(folder)) {
      CommandLineRun quiet = first(shop);
      assertThat(glue.operations(), is(List.of()));
      assertThat(quiet.out(), not(containsString("publish")));
      int requests = shop.requests();

      CommandLineRun run = first(shop, "--glue-database=lake", "--glue-table=Sold");

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(run.out(), containsString("in lake.sold"));
      assertThat(glue.contents().containsKey("lake.sold/2026-11-01"), is(true));
      assertThat(shop.requests(), is(requests));
    }
  }

  @Test
  void aColumnThatALaterRunFoundComesToTheCatalogAndAnOlderRunLeavesItThere() throws Exception {
    try (Shop shop = shop(folder)) {
      first(shop, "--glue-database=lake");

      CommandLineRun later = shop.run("r2", "2026-11-02", "--glue-database=lake");

      assertThat(later.err(), containsString("publish"));
      Map<String, Object> contents = glue.contents();
      assertThat(contents.get(TABLE), hasToString(containsString("{Name=colour, Type=string")));
      assertThat(
          contents.get(TABLE + "/2026-11-01"),
          hasToString(allOf(containsString("Name=colour"), containsString("headrace.records=3"))));

      CommandLineRun older = first(shop, "--glue-database=lake");

      assertThat(older.err(), older.exitCode(), is(0));
      assertThat(glue.contents(), is(contents));
    }
  }

  @Test
  void columnsThatTwoRunsHaveFoundWithoutEachOtherAreBothInTheCatalog() throws Exception {
    String rule = "run-rules: {min-rows: 100}\n";
    try (Shop shop = Shop.open(folder, "evolve", Shop.FIELDS, rule + Shop.BY_DAY)) {
      shop.sells("2026-11-01", Shop.order("a", 1, "2026-11-01", ", \"size\": 3"));
      shop.sells("2026-11-02", Shop.order("b", 2, "2026-11-01", ", \"colour\": \"red\""));
      first(shop);
      shop.changes(rule, "");
      shop.run("r2", "2026-11-02", "--glue-database=lake");

      CommandLineRun overtaken = first(shop, "--glue-database=lake");

      assertThat(overtaken.err(), containsString("publish"));
      assertThat(
          glue.contents().get(TABLE),
          hasToString(
              allOf(
                  containsString("{Name=colour, Type=string"),
                  containsString("{Name=size, Type=bigint"))));
    }
  }

  @Test
  void aColumnThatTheContractDroppedStaysInTheCatalogAndTheRunIsLoaded() throws Exception {
    String felt = "    - {name: felt, type: [null, int]}\n";
    try (Shop shop = Shop.open(folder, "tolerate", Shop.FIELDS + felt, Shop.BY_DAY)) {
      shop.sells("2026-11-01", Shop.order("a", 1, "2026-11-01", ", \"felt\": 3"));
      shop.sells("2026-11-02", Shop.order("b", 2, "2026-11-01", ""));
      assertThat(first(shop, "--glue-database=lake").exitCode(), is(0));
      Files.writeString(folder.resolve("order.avsc"), WITHOUT_FELT);
      shop.changes(felt, "")
          .changes(Shop.FIELDS, "")
          .changes("  name: Order\n  mode: tolerate\n  fields:\n", "  file: order.avsc\n");

      CommandLineRun later = shop.run("r2", "2026-11-02", "--glue-database=lake");

      assertThat(later.err(), later.exitCode(), is(0));
      assertThat(glue.contents().get(TABLE), hasToString(containsString("{Name=felt, Type=int")));
      assertThat(
          shop.platform().rows("SELECT id, felt FROM orders ORDER BY id"),
          is(List.of("a|3", "b|null")));
    }
  }

  @Test
  void aDatasetWhoseFilesArePartedByAnotherFieldTooIsRefusedBeforeARequestIsSent()
      throws Exception {
    String city = "    - {name: city, type: string, maxBytes: 64}\n";
    try (Shop shop = Shop.open(folder, "tolerate", Shop.FIELDS + city, Shop.BY_DAY)) {
      shop.sells("2026-11-01", Shop.order("a", 1, "2026-11-01", ", \"city\": \"Oslo\""));
      assertThat(first(shop).exitCode(), is(0));
      shop.changes(Shop.BY_DAY, "partition: city\ntable: orders_of_cities\n");
      int requests = shop.requests();

      CommandLineRun run = shop.run("r2", "2026-11-02", "--glue-database=lake");

      assertThat(run.err(), run.exitCode(), is(2));
      assertThat(
          run.err(),
          containsString("partitioned by city: 1 of its files, with 1 rows, are parted by day"));
      assertThat(shop.requests(), is(requests));
      assertThat(glue.contents(), is(Map.of()));
    }
  }

  @Test
  void whatTheCatalogRefusesIsFoundBeforeARequestIsSent() throws Exception {
    try (Shop shop = shop(folder)) {
      publishWithAColumnMore(shop);
      glue.operations().clear();

      CommandLineRun run = first(shop, "--glue-database=lake");

      assertThat(run.exitCode(), is(1));
      assertThat(
          run.err(),
          containsString(
              "The table lake.shop_orders cannot take the schema: the column felt (int) is not in"
                  + " the schema"));
      assertThat(shop.requests(), is(0));
      assertThat(shop.platform().keys(), is(List.of()));
      assertThat(glue.operations(), is(List.of("GetTable")));
    }
  }

  /** The table of the shop, as somebody has made it who knew of more. */
  private static void publishWithAColumnMore(Shop shop) {
    Schema schema =
        SchemaBuilder.record("Order")
            .fields()
            .requiredString("id")
            .requiredLong("updated")
            .name("day")
            .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
            .noDefault()
            .requiredDouble("price")
            .optionalInt("felt")
            .endRecord();
    GlueTable table =
        GlueTable.builder()
            .name("lake", "shop_orders")
            .schema(schema)
            .partition("day")
            .at("s3://transformed/shop-orders/")
            .build();
    try (GlueCatalog catalog = AwsGlueCatalog.FACTORY.open(shop.platform().options())) {
      new Publisher(catalog, table, null).publish(List.of());
    }
  }

  @Test
  void aDatabaseThatIsNotThereStopsTheRunBeforeTheLoadAndItGoesOnWithAnother() throws Exception {
    try (Shop shop = shop(folder)) {
      CommandLineRun run = first(shop, "--glue-database=nosuch");

      assertThat(run.exitCode(), is(1));
      assertThat(run.err(), containsString("nosuch"));
      assertThat(shop.platform().copies(), is(0));
      int requests = shop.requests();

      assertThat(first(shop, "--glue-database=lake").exitCode(), is(0));
      assertThat(shop.platform().copies(), is(1));
      assertThat(shop.requests(), is(requests));
    }
  }

  @Test
  void aDatasetWithoutAPartitionIsRefusedBeforeTheFirstRequest() throws Exception {
    try (Shop shop = Shop.open(folder, "tolerate", Shop.FIELDS, "table: orders\n")) {
      CommandLineRun run = first(shop, "--glue-database=lake");

      assertThat(run.err(), run.exitCode(), is(2));
      assertThat(
          run.err(),
          containsString(
              "The dataset shop-orders must have a partition to be a table of the data catalog"));
      assertThat(shop.requests(), is(0));
      assertThat(shop.platform().keys(), is(List.of()));
      assertThat(glue.operations(), is(List.of()));
    }
  }
}
