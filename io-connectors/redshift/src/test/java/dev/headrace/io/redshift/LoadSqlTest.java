package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class LoadSqlTest {
  private static final RedshiftTable TABLE = RedshiftTable.of("sales.order", Reading.SCHEMA);

  private static LoadSql sql(RedshiftTable table) {
    return new LoadSql(table, "ops.ledger");
  }

  @Test
  void aTableIsCreatedWithItsKeysOfDistributionAndOrder() {
    assertThat(
        sql(TABLE.withDistKey("id").withSortKeys("version", "id")).createTarget(),
        is(
            "CREATE TABLE IF NOT EXISTS \"sales\".\"order\" (\"id\" VARCHAR(65535) NOT NULL,"
                + " \"place\" VARCHAR(65535), \"version\" BIGINT NOT NULL,"
                + " \"tags\" SUPER NOT NULL) DISTSTYLE KEY DISTKEY (\"id\")"
                + " COMPOUND SORTKEY (\"version\", \"id\")"));
  }

  @Test
  void theStageHasTheColumnsWithoutConstraints() {
    assertThat(
        sql(TABLE).createStage(),
        is(
            "CREATE TEMP TABLE \"headrace_stage\" (\"id\" VARCHAR(65535),"
                + " \"place\" VARCHAR(65535), \"version\" BIGINT, \"tags\" SUPER)"));
  }

  @Test
  void anAppendInsertsTheStage() {
    assertThat(
        sql(TABLE).apply(),
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
    assertThat(sql(TABLE.withKeys("id")).apply(), contains(MERGE));
  }

  @Test
  void anUpsertWithASequenceFirstDropsWhatIsStale() {
    assertThat(
        sql(TABLE.withKeys("id").withSequence("version")).apply(),
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
        sql(keysOnly.withKeys("a")).apply(),
        contains(
            "MERGE INTO \"t\" USING \"headrace_stage\" ON \"t\".\"a\" = \"headrace_stage\".\"a\""
                + " WHEN MATCHED THEN UPDATE SET \"a\" = \"headrace_stage\".\"a\""
                + " WHEN NOT MATCHED THEN INSERT (\"a\") VALUES (\"headrace_stage\".\"a\")"));
  }

  @Test
  void copyHasNothingThatParquetDoesNotAllow() {
    assertThat(
        sql(TABLE).copy("s3://b/m.json", "default"),
        is(
            "COPY \"headrace_stage\" FROM 's3://b/m.json' IAM_ROLE default"
                + " FORMAT AS PARQUET SERIALIZETOJSON MANIFEST STATUPDATE OFF"));
  }

  @Test
  void theLiteralsOfCopyAreEscaped() {
    String copy = sql(TABLE).copy("s3://b/o'\\m", "arn:aws:iam::123456789012:role/copy");

    assertThat(
        copy,
        is(
            "COPY \"headrace_stage\" FROM 's3://b/o''\\\\m'"
                + " IAM_ROLE 'arn:aws:iam::123456789012:role/copy'"
                + " FORMAT AS PARQUET SERIALIZETOJSON MANIFEST STATUPDATE OFF"));
  }

  @Test
  void nullsAreCountedWhereNoneMayBe() {
    assertThat(
        sql(TABLE).countNulls(),
        is(
            "SELECT COUNT(*) - COUNT(\"id\"), COUNT(*) - COUNT(\"version\"),"
                + " COUNT(*) - COUNT(\"tags\") FROM \"headrace_stage\""));
  }

  @Test
  void theLedgerIsLockedByName() {
    assertThat(sql(TABLE).lockLedger(), is("LOCK TABLE \"ops\".\"ledger\""));
  }

  @Test
  void aTableThatTheStageWouldHideIsRefused() {
    RedshiftTable hidden = RedshiftTable.of("headrace_stage", Reading.SCHEMA);

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> sql(hidden));

    assertThat(refusal.getMessage(), containsString("headrace_stage"));
    assertThrows(IllegalArgumentException.class, () -> new LoadSql(TABLE, "headrace_stage"));
  }
}
