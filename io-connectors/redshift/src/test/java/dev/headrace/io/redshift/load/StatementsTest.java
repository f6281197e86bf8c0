package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadOptions.DuplicateKeys;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.types.StagingFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final String ENTRY = "SELECT 1 FROM \"ops\".\"ledger\" WHERE load_key = ?";
  private static final RedshiftTable TABLE = RedshiftTable.of("sales.order", Reading.SCHEMA);

  private static LoadPlan plan(RedshiftTable table) {
    return plan(table, LoadOptions.DEFAULTS);
  }

  private static LoadPlan plan(RedshiftTable table, LoadOptions options) {
    return new LoadPlan(table, options, "ops.ledger");
  }

  /** What stands between the guard and the ledger's new row. */
  private static List<String> applied(LoadPlan plan) {
    List<String> all =
        new ApplySql(plan)
            .steps(new Load("1", "t", List.of()), 0, "a", new Origin(Map.of())).stream()
                .map(step -> step.sql().text())
                .toList();
    assertThat(all.get(0), is("LOCK TABLE \"ops\".\"ledger\""));
    assertThat(all.get(1), is("DELETE FROM " + plan.source() + " WHERE EXISTS (" + ENTRY + ")"));
    assertThat(all.get(all.size() - 1), startsWith("INSERT INTO \"ops\".\"ledger\" "));
    return all.subList(2, all.size() - 1);
  }

  @Test
  void aTableIsCreatedWithItsKeysOfDistributionAndOrder() {
    assertThat(
        new TableSql(plan(TABLE.withDistKey("id").withSortKeys("version", "id"))).create().text(),
        is(
            "CREATE TABLE IF NOT EXISTS \"sales\".\"order\" (\"id\" VARCHAR(65535) NOT NULL,"
                + " \"place\" VARCHAR(65535), \"version\" BIGINT NOT NULL,"
                + " \"tags\" SUPER NOT NULL) DISTSTYLE KEY DISTKEY (\"id\")"
                + " COMPOUND SORTKEY (\"version\", \"id\")"));
  }

  @Test
  void theStageHasTheColumnsWithoutConstraints() {
    assertThat(
        new StageSql(plan(TABLE)).create().text(),
        is(
            "CREATE TEMP TABLE \"headrace_stage\" (\"id\" VARCHAR(65535),"
                + " \"place\" VARCHAR(65535), \"version\" BIGINT, \"tags\" SUPER)"));
  }

  @Test
  void anAppendInsertsTheStage() {
    assertThat(
        applied(plan(TABLE)),
        contains(
            "INSERT INTO \"sales\".\"order\" (\"id\", \"place\", \"version\", \"tags\")"
                + " SELECT \"id\", \"place\", \"version\", \"tags\" FROM \"headrace_stage\""));
  }

  private static final String MERGE =
      "MERGE INTO \"sales\".\"order\" USING \"headrace_stage\""
          + " ON \"sales\".\"order\".\"id\" = \"headrace_stage\".\"id\""
          + " WHEN MATCHED THEN UPDATE SET \"place\" = \"headrace_stage\".\"place\","
          + " \"version\" = \"headrace_stage\".\"version\", \"tags\" = \"headrace_stage\".\"tags\""
          + " WHEN NOT MATCHED THEN INSERT (\"id\", \"place\", \"version\", \"tags\") VALUES"
          + " (\"headrace_stage\".\"id\", \"headrace_stage\".\"place\","
          + " \"headrace_stage\".\"version\", \"headrace_stage\".\"tags\")";

  @Test
  void anUpsertMergesTheStage() {
    assertThat(applied(plan(TABLE.withKeys("id"))), contains(MERGE));
  }

  @Test
  void anUpsertWithASequenceFirstDropsWhatIsStale() {
    assertThat(
        applied(plan(TABLE.withKeys("id").withSequence("version"))),
        contains(
            "DELETE FROM \"headrace_stage\" USING \"sales\".\"order\""
                + " WHERE \"sales\".\"order\".\"id\" = \"headrace_stage\".\"id\""
                + " AND \"sales\".\"order\".\"version\" > \"headrace_stage\".\"version\"",
            MERGE));
  }

  @Test
  void anUpsertOfNothingButKeysSetsTheKeys() {
    RedshiftTable keysOnly =
        RedshiftTable.of("t", SchemaBuilder.record("r").fields().requiredInt("a").endRecord());

    assertThat(
        applied(plan(keysOnly.withKeys("a"))),
        contains(
            "MERGE INTO \"t\" USING \"headrace_stage\" ON \"t\".\"a\" = \"headrace_stage\".\"a\""
                + " WHEN MATCHED THEN UPDATE SET \"a\" = \"headrace_stage\".\"a\""
                + " WHEN NOT MATCHED THEN INSERT (\"a\") VALUES (\"headrace_stage\".\"a\")"));
  }

  @Test
  void copyHasNothingThatParquetDoesNotAllow() {
    assertThat(
        new StageSql(plan(TABLE)).copy("s3://b/m.json", "default").text(),
        is(
            "COPY \"headrace_stage\" FROM 's3://b/m.json' IAM_ROLE default"
                + " FORMAT AS PARQUET SERIALIZETOJSON MANIFEST STATUPDATE OFF"));
  }

  @Test
  void aCopyOfJsonGoesOnBehindBadRows() {
    assertThat(
        new StageSql(plan(TABLE)).copyJson("s3://b/m.json", "default").text(),
        is(
            "COPY \"headrace_isolated\" FROM 's3://b/m.json' IAM_ROLE default"
                + " FORMAT AS JSON 'auto ignorecase' GZIP MANIFEST TIMEFORMAT 'auto'"
                + " COMPUPDATE OFF MAXERROR 100000 STATUPDATE OFF"));
  }

  @Test
  void aCopyOfJsonNamesTheRegionOfABucketThatIsElsewhere() {
    CopyFormat elsewhere = new CopyFormat(StagingFormat.JSON, "eu-west-1", false);
    StageSql sql = new StageSql(new LoadPlan(TABLE, LoadOptions.DEFAULTS, "l", elsewhere));

    assertThat(
        sql.copy("s3://b/m.json", "default").text(),
        is(
            "COPY \"headrace_stage\" FROM 's3://b/m.json' IAM_ROLE default"
                + " FORMAT AS JSON 'auto ignorecase' GZIP MANIFEST TIMEFORMAT 'auto'"
                + " COMPUPDATE OFF REGION 'eu-west-1' STATUPDATE OFF"));
    assertThat(
        sql.copyJson("s3://b/m.json", "default").text(),
        is(
            "COPY \"headrace_isolated\" FROM 's3://b/m.json' IAM_ROLE default"
                + " FORMAT AS JSON 'auto ignorecase' GZIP MANIFEST TIMEFORMAT 'auto'"
                + " COMPUPDATE OFF MAXERROR 100000 REGION 'eu-west-1' STATUPDATE OFF"));
  }

  @Test
  void nullIsLookedForWhereNobodyHasMadeSureThatThereIsNone() {
    RedshiftTable table =
        RedshiftTable.of(
            "sales",
            List.of(
                Column.converted("id", "BIGINT", false), Column.converted("city", "TEXT", true)));
    CopyFormat checked = new CopyFormat(StagingFormat.PARQUET, null, true);

    assertThat(
        new StageSql(plan(table)).count().text(),
        is("SELECT COUNT(*), COUNT(*) - COUNT(\"id\") FROM \"headrace_stage\""));
    assertThat(
        new StageSql(new LoadPlan(table, LoadOptions.DEFAULTS, "l", checked)).count().text(),
        is("SELECT COUNT(*) FROM \"headrace_stage\""));
  }

  @Test
  void parquetIsNotReadFromAnotherRegion() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CopyFormat(StagingFormat.PARQUET, "eu-west-1", true));

    assertThat(refusal.getMessage(), containsString("Parquet from the cluster's own region"));
    assertThat(refusal.getMessage(), containsString("eu-west-1"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CopyFormat(StagingFormat.JSON, "eu' GZIP", false));
  }

  @Test
  void theStageIsAsNarrowAsTheTable() {
    assertThat(
        new StageSql(plan(TABLE))
            .createAsNarrow(
                Map.of("id", "VARCHAR(9)", "place", "VARCHAR(65535)", "version", "BIGINT"))
            .text(),
        is(
            "CREATE TEMP TABLE \"headrace_stage\" (\"id\" VARCHAR(9),"
                + " \"place\" VARCHAR(65535), \"version\" BIGINT, \"tags\" SUPER)"));
  }

  @Test
  void theLiteralsOfCopyAreEscaped() {
    String copy =
        new StageSql(plan(TABLE))
            .copy("s3://b/o'\\m", "arn:aws:iam::123456789012:role/copy")
            .text();

    assertThat(
        copy,
        is(
            "COPY \"headrace_stage\" FROM 's3://b/o''\\\\m'"
                + " IAM_ROLE 'arn:aws:iam::123456789012:role/copy'"
                + " FORMAT AS PARQUET SERIALIZETOJSON MANIFEST STATUPDATE OFF"));
  }

  @Test
  void oneLookAtTheStageCountsItsRowsAndTheNullsWhereNoneMayBe() {
    assertThat(
        new StageSql(plan(TABLE)).count().text(),
        is(
            "SELECT COUNT(*), COUNT(*) - COUNT(\"id\"), COUNT(*) - COUNT(\"version\"),"
                + " COUNT(*) - COUNT(\"tags\") FROM \"headrace_stage\""));
  }

  @Test
  void aTableThatTheStageWouldHideIsRefused() {
    RedshiftTable hidden = RedshiftTable.of("headrace_stage", Reading.SCHEMA);

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> plan(hidden));

    assertThat(refusal.getMessage(), containsString("headrace_stage"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LoadPlan(TABLE, LoadOptions.DEFAULTS, "headrace_ready"));
  }

  private static final String INSERT =
      "INSERT INTO \"sales\".\"order\" (\"id\", \"place\", \"version\", \"tags\")"
          + " SELECT \"id\", \"place\", \"version\", \"tags\" FROM \"headrace_stage\"";

  @Test
  void aTruncateDeletesUnlessTheLoadWasAppliedAndNeverTruncates() {
    LoadOptions truncate = LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);

    assertThat(
        applied(plan(TABLE, truncate)),
        contains("DELETE FROM \"sales\".\"order\" WHERE NOT EXISTS (" + ENTRY + ")", INSERT));
  }

  @Test
  void aTableThatMustBeEmptyIsLookedAtByTheLedgersRowBeforeTheRowsCome() {
    LoadOptions empty = LoadOptions.DEFAULTS.withDisposition(Disposition.EMPTY);

    List<String> statements =
        new ApplySql(plan(TABLE, empty))
            .steps(new Load("1", "t", List.of()), 0, "a", new Origin(Map.of())).stream()
                .map(step -> step.sql().text())
                .toList();

    assertThat(
        statements.get(2),
        containsString(
            "CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM \"sales\".\"order\" LIMIT 1) AS found)"
                + " = 0 THEN CAST(? AS VARCHAR(400)) END"));
    assertThat(statements.get(3), is(INSERT));
    assertThat(statements.size(), is(4));
  }

  @Test
  void partitionsOfTheLoadAndThoseThatAreNamedAreReplaced() {
    LoadOptions replace = LoadOptions.DEFAULTS.withPartitionReplace("version", List.of("7", "8"));

    assertThat(
        applied(plan(TABLE, replace)),
        contains(
            "DELETE FROM \"headrace_partitions\" WHERE EXISTS (" + ENTRY + ")",
            "DELETE FROM \"sales\".\"order\" USING \"headrace_partitions\" WHERE"
                + " \"sales\".\"order\".\"version\" = \"headrace_partitions\".\"version\"",
            "DELETE FROM \"sales\".\"order\" WHERE \"version\" IN (CAST(? AS BIGINT),"
                + " CAST(? AS BIGINT)) AND NOT EXISTS ("
                + ENTRY
                + ")",
            INSERT));
  }

  @Test
  void theLatestOfAKeyIsTheFirstByItsSequenceAndThenByAllElse() {
    LoadOptions latest = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);
    RedshiftTable table = TABLE.withKeys("id").withSequence("version");

    assertThat(
        new StageSql(plan(table, latest)).createReady().text(),
        containsString(
            "ROW_NUMBER() OVER (PARTITION BY \"id\" ORDER BY \"version\" DESC, \"place\" DESC,"
                + " JSON_SERIALIZE_TO_VARBYTE(\"tags\") DESC)"));
    assertThat(applied(plan(table, latest)).get(1), startsWith("MERGE INTO"));
    assertThat(applied(plan(table, latest)).get(1), containsString("USING \"headrace_ready\""));
  }

  @Test
  void aColumnThatIsStagedAsAnotherTypeIsCastBeforeTheApply() {
    RedshiftTable table =
        RedshiftTable.of(
            "t",
            List.of(
                new Column("id", "SMALLINT", false, "INTEGER", "CAST(%s AS SMALLINT)"),
                new Column("doc", "SUPER", true, "VARCHAR(65535)", "JSON_PARSE(%s)")));
    LoadPlan plan = plan(table.withKeys("id").withDistKey("id"));

    assertThat(
        new StageSql(plan).create().text(),
        is(
            "CREATE TEMP TABLE \"headrace_stage\" (\"id\" INTEGER, \"doc\" VARCHAR(65535))"
                + " DISTSTYLE KEY DISTKEY (\"id\")"));
    assertThat(
        new StageSql(plan).createReady().text(),
        is(
            "CREATE TEMP TABLE \"headrace_ready\" DISTSTYLE KEY DISTKEY (\"id\") AS SELECT"
                + " CAST(\"id\" AS SMALLINT) AS \"id\", JSON_PARSE(\"doc\") AS \"doc\""
                + " FROM \"headrace_stage\""));
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedAtOnce() {
    LoadOptions truncate = LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);
    LoadOptions latest = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);
    LoadOptions partition = LoadOptions.DEFAULTS.withPartitionReplace("place");
    RedshiftTable keyed = TABLE.withKeys("id");

    assertThrows(IllegalArgumentException.class, () -> plan(keyed, truncate));
    assertThrows(IllegalArgumentException.class, () -> plan(keyed, latest));
    assertThrows(IllegalArgumentException.class, () -> plan(TABLE, partition));
    assertThrows(
        IllegalArgumentException.class,
        () -> LoadOptions.DEFAULTS.withDisposition(Disposition.REPLACE_PARTITIONS));
  }
}
