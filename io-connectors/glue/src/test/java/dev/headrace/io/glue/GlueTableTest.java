package dev.headrace.io.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;

class GlueTableTest {
  private static GlueColumn columnOf(String type) {
    return Tables.byDay(Tables.schema(Tables.field("a", type))).columns().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      value = {
        "\"string\" | string",
        "\"boolean\" | boolean",
        "\"int\" | int",
        "\"long\" | bigint",
        "\"float\" | float",
        "\"double\" | double",
        "\"bytes\" | binary",
        "{\"type\": \"string\", \"logicalType\": \"uuid\"} | string",
        "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"]} | string",
        "{\"type\": \"int\", \"logicalType\": \"date\"} | date",
        "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"} | timestamp",
        "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"} | timestamp",
        "{\"type\": \"long\", \"logicalType\": \"local-timestamp-micros\"} | timestamp",
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 38, \"scale\": 9} | decimal(38,9)",
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 5} | decimal(5,0)",
        "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 4, \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2} | decimal(9,2)",
        "[\"null\", \"long\"] | bigint",
        "[\"long\", \"null\"] | bigint",
        "[\"long\"] | bigint",
        "{\"type\": \"array\", \"items\": [\"null\", \"int\"]} | array<int>",
        "{\"type\": \"map\", \"values\": {\"type\": \"array\", \"items\": \"float\"}} | map<string,array<float>>",
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"Id\", \"type\": \"int\"}, {\"name\": \"at\", \"type\": [\"null\", {\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}]}]} | struct<id:int,at:timestamp>",
        "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"b\", \"type\": \"bytes\"}]}} | array<struct<b:binary>>",
      })
  void aFieldHasTheHiveTypeOfItsParquetColumn(String avro, String hive) {
    assertThat(columnOf(avro).type(), is(hive));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"null\"",
        "[\"null\"]",
        "[\"null\", \"int\", \"string\"]",
        "[\"int\", \"string\"]",
        "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 4}",
        "{\"type\": \"int\", \"logicalType\": \"time-millis\"}",
        "{\"type\": \"long\", \"logicalType\": \"time-micros\"}",
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 39}",
      })
  void aTypeThatHiveDoesNotHaveIsRefusedByTheFieldsPath(String type) {
    String nested =
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"b\", \"type\":"
            + " {\"type\": \"array\", \"items\": %s}}]}".formatted(type);

    assertThat(refusalOf(nested), allOf(containsString("a.b[]"), containsString("allowed are")));
  }

  private static String refusalOf(String type) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> columnOf(type)).getMessage());
  }

  @Test
  void aRecordThatHoldsItselfOrNothingOrANameTwiceIsRefused() {
    assertThat(
        refusalOf(
            "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"next\","
                + " \"type\": [\"null\", \"R\"]}]}"),
        containsString("a.next holds itself"));
    assertThat(
        refusalOf("{\"type\": \"record\", \"name\": \"R\", \"fields\": []}"),
        containsString("must have fields"));
    assertThat(
        refusalOf(
            "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"x\", \"type\":"
                + " \"int\"}, {\"name\": \"X\", \"type\": \"int\"}]}"),
        containsString("a.X must not differ"));
  }

  @Test
  void columnsThatDifferByCaseAloneAreRefused() {
    Schema schema = Tables.schema(Tables.field("id", "\"int\""), Tables.field("ID", "\"int\""));

    assertThrows(IllegalArgumentException.class, () -> Tables.byDay(schema));
  }

  @Test
  void namesAreInLowerCaseWhateverTheLanguage() {
    GlueTable table =
        GlueTable.builder()
            .name("LAKE", "INDIA_ISLES")
            .schema(Tables.schema(Tables.field("IIII", "\"int\"")))
            .partition("day")
            .at("s3://bucket")
            .build();

    assertThat(table.id().toString(), is("lake.india_isles"));
    assertThat(table.columns().get(0).name(), is("iiii"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "a b", "a.b", "é", "ı", "`a`"})
  void aNameThatAthenaDoesNotTakeIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> TableId.of("lake", name));
    assertThrows(IllegalArgumentException.class, () -> TableId.of(name, "readings"));
  }

  @Test
  void aNameHasUpTo255Letters() {
    assertThat(TableId.of("lake", "a".repeat(255)).name().length(), is(255));
    assertThrows(IllegalArgumentException.class, () -> TableId.of("lake", "a".repeat(256)));
  }

  @Test
  void aTableIsDefinedAsAthenaReadsParquet() {
    TableInput table = ParquetTable.define(Tables.byDay(Tables.FIRST));

    assertThat(table.tableType(), is("EXTERNAL_TABLE"));
    assertThat(table.description(), is("What a gauge tells"));
    assertThat(table.parameters(), is(Map.of("classification", "parquet", "EXTERNAL", "TRUE")));
    assertThat(
        table.partitionKeys(), is(List.of(Column.builder().name("day").type("date").build())));
    StorageDescriptor storage = table.storageDescriptor();
    assertThat(storage.location(), is("s3://bucket/readings/"));
    assertThat(
        storage.inputFormat(), is("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"));
    assertThat(
        storage.outputFormat(),
        is("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"));
    assertThat(
        storage.serdeInfo().serializationLibrary(),
        is("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"));
    assertThat(
        storage.columns(),
        is(
            List.of(
                Column.builder().name("level").type("int").comment("Of the water").build(),
                Column.builder().name("note").type("string").build(),
                Column.builder().name("city").type("string").build())));
  }

  @Test
  void aTextPartitionsByString() {
    assertThat(Tables.byCity(Tables.FIRST).partitionKey().type(), is("string"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"level", "note", "missing", "DAY"})
  void aPartitionIsADateOrTextOfTheSchemaThatIsNeverNull(String field) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tables.table(Tables.FIRST).partition(field).build());

    assertThat(refusal.getMessage(), containsString(field));
  }

  @Test
  void aTableHasAColumnBesidesThePartition() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Tables.table(Tables.datesOnly()).partition("day").build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3://",
        "s3://B",
        "file:///tmp",
        "s3a://bucket/x",
        "s3://key:s3cr3t@bucket/x",
        "bucket/x",
      })
  void aLocationIsOnS3AndWithoutCredentials(String location) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> GlueTable.builder().at(location));

    assertThat(refusal.getMessage(), not(containsString("s3cr3t")));
  }

  @Test
  void aCommentIsOneLineOfAtMost255Bytes() {
    String doc = "two\n  lines, \u0000 and " + "é".repeat(300);

    String comment = GlueNames.oneLine(doc, 255);

    assertThat(comment, is("two lines, and " + "é".repeat(120)));
    assertThat(GlueNames.oneLine(" \n ", 255), is(nullValue()));
    assertThat(GlueNames.oneLine("a\uD83D\uDE00", 4), is("a"));
  }

  @Test
  void aTextValueHasUpTo1024Characters() {
    GlueTable table = Tables.byCity(Tables.FIRST);

    table.requireValue("x".repeat(1024));
    assertThrows(IllegalArgumentException.class, () -> table.requireValue("x".repeat(1025)));
    assertThrows(IllegalArgumentException.class, () -> table.requireValue(""));
  }

  @Test
  void contentsAreNotNegative() {
    GluePartition partition = GluePartition.of("a", Tables.LOCATION);

    assertThrows(IllegalArgumentException.class, () -> partition.withContents(1, -1, 1));
  }

  @Test
  void aTableTravels() {
    GlueTable table = Tables.byDay(Tables.SECOND);

    assertThat(SerializableUtils.ensureSerializable(table), is(table));
  }
}
