package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnloadTest extends WarehouseTest {
  private String key;

  @BeforeEach
  void newPrefix() {
    key = "unload/" + UUID.randomUUID() + "/";
  }

  private String prefix() {
    return "s3://" + BUCKET + "/" + key;
  }

  private String unload(String query, String options) {
    return "UNLOAD ('%s') TO '%s' IAM_ROLE default FORMAT AS PARQUET %s"
        .formatted(query.replace("'", "''"), prefix(), options);
  }

  private JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(s3.bytes(BUCKET, key + "manifest"));
  }

  @Test
  void everyTypeComesBackThroughCopyAsItWas() throws SQLException {
    String columns =
        "(a BOOLEAN, b SMALLINT, c INTEGER, d BIGINT, e REAL, f DOUBLE PRECISION,"
            + " g VARCHAR(20), h CHAR(3), i DECIMAL(9,2), j DECIMAL(38,10), k DATE, l TIMESTAMP)";
    run(
        "CREATE TABLE typed " + columns,
        "INSERT INTO typed VALUES (true, -3, 4, 5000000000, 1.5, -2.25, 'tab\t\\ \"é''\n', 'ab',"
            + " -1.25, 1234567890123456789012345678.0123456789, '2024-02-29',"
            + " '1969-12-31 23:59:59.999999')",
        "INSERT INTO typed VALUES (NULL, NULL, NULL, NULL, 'NaN', '-Infinity', '', '', 0,"
            + " -9999999999999999999999999999.9999999999, '0044-03-15 BC', '0001-01-01 00:00:00')",
        "CREATE TABLE back " + columns,
        unload("SELECT * FROM typed", "MANIFEST VERBOSE"),
        "COPY back FROM '" + prefix() + "manifest' IAM_ROLE default FORMAT PARQUET MANIFEST");

    assertThat(rows("SELECT * FROM typed EXCEPT SELECT * FROM back"), is(empty()));
    assertThat(rows("SELECT count(*) FROM back"), is(List.of(List.of("2"))));
  }

  @Test
  void quotesAndBackslashesOfTheQueryAreReadAsRedshiftReadsThem() throws Exception {
    run(
        "UNLOAD ('SELECT \\'it\\'\\'s;\\'::varchar(9) AS \"a\\\\b\", ''b''::char(1) AS \"\\tc\"') TO '"
            + prefix()
            + "' IAM_ROLE default PARQUET MANIFEST VERBOSE");

    assertThat(manifest().at("/schema/elements/0/name").textValue(), is("a\\b"));
    assertThat(manifest().at("/schema/elements/1/name").textValue(), is("\tc"));
    assertThat(manifest().at("/meta/record_count").intValue(), is(1));
  }

  @Test
  void aVerboseManifestTellsFilesSizesRowsAndColumns() throws Exception {
    run(
        "CREATE TABLE told (id BIGINT, name VARCHAR(7), code CHAR(2), price DECIMAL(9,2),"
            + " doc SUPER, at TIMESTAMPTZ)",
        "INSERT INTO told (id) VALUES (1), (2), (3)",
        unload("SELECT * FROM told", "manifest verbose maxfilesize 256 mb parallel on"));

    JsonNode manifest = manifest();
    List<String> urls = new ArrayList<>();
    long bytes = 0;
    for (JsonNode entry : manifest.get("entries")) {
      String url = entry.get("url").textValue();
      urls.add(url);
      long length = entry.at("/meta/content_length").longValue();
      assertThat(
          length,
          is((long) s3.bytes(BUCKET, url.substring(prefix().length() - key.length())).length));
      bytes += length;
    }
    assertThat(
        urls, contains(prefix() + "0000_part_00.parquet", prefix() + "0001_part_00.parquet"));
    assertThat(manifest.at("/entries/0/meta/record_count").longValue(), is(2L));
    assertThat(manifest.at("/entries/1/meta/record_count").longValue(), is(1L));
    assertThat(manifest.at("/meta/record_count").longValue(), is(3L));
    assertThat(manifest.at("/meta/content_length").longValue(), is(bytes));
    assertThat(
        manifest.at("/schema/elements").toString(),
        is(
            "[{\"name\":\"id\",\"type\":{\"base\":\"bigint\"}},"
                + "{\"name\":\"name\",\"type\":{\"base\":\"character varying\",\"max_length\":7}},"
                + "{\"name\":\"code\",\"type\":{\"base\":\"character\",\"max_length\":2}},"
                + "{\"name\":\"price\",\"type\":{\"base\":\"numeric\",\"precision\":9,\"scale\":2}},"
                + "{\"name\":\"doc\",\"type\":{\"base\":\"super\"}},"
                + "{\"name\":\"at\",\"type\":{\"base\":\"timestamp with time zone\"}}]"));
  }

  @Test
  void aQueryWithoutRowsWritesAManifestWithoutFiles() throws Exception {
    run(unload("SELECT 1 AS n WHERE 1 = 2", "MANIFEST VERBOSE"));

    assertThat(manifest().get("entries").size(), is(0));
    assertThat(manifest().at("/meta/record_count").longValue(), is(0L));
    assertThat(manifest().at("/schema/elements/0/name").textValue(), is("n"));
    assertThat(s3.keys(BUCKET, key), contains(key + "manifest"));
  }

  @Test
  void aQueryKeepsItsQuotesAndMaySayDollars() throws Exception {
    run(
        unload(
            "SELECT 'it''s' AS \"the name\", GETDATE() AS now", "MANIFEST VERBOSE PARALLEL OFF"));
    assertThat(manifest().at("/schema/elements/0/name").textValue(), is("the name"));
    assertThat(manifest().at("/entries/0/url").textValue(), is(prefix() + "000.parquet"));

    newPrefix();
    run(
        "unload ($$ with x as (select 'a' as s limit 1) select * from x; $$) to '"
            + prefix()
            + "' iam_role 'arn:aws:iam::123456789012:role/unload' parquet");
    assertThat(s3.keys(BUCKET, key), contains(key + "0000_part_00.parquet"));
  }

  @Test
  void filesThatAreThereAreKeptUnlessTheStatementSaysOtherwise() throws SQLException {
    staged.object(key + "older", new byte[] {1});

    SQLException refused = refusal(unload("SELECT 1 AS n", ""));
    assertThat(
        refused.getMessage(), containsString("Specified unload destination on S3 is not empty."));

    run(unload("SELECT 1 AS n", "ALLOWOVERWRITE"));
    assertThat(s3.keys(BUCKET, key), contains(key + "0000_part_00.parquet", key + "older"));

    run(unload("SELECT 2 AS n", "CLEANPATH"));
    assertThat(s3.keys(BUCKET, key), contains(key + "0000_part_00.parquet"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT 1 AS n LIMIT 1||Limit clause is not supported",
        "SELECT TOP 5 n FROM x||Limit clause is not supported",
        "DELETE FROM x||must be a SELECT",
        "SELECT 1; SELECT 2||single statement",
        "SELECT 1 AS n|GZIP|GZIP is not supported for UNLOAD to PARQUET",
        "SELECT 1 AS n|FORMAT JSON|FORMAT PARQUET only",
        "SELECT 1 AS n|MAXFILESIZE 4 MB|Invalid MAXFILESIZE",
        "SELECT 1 AS n|MAXFILESIZE AS 7 GB|Invalid MAXFILESIZE",
        "SELECT 1 AS n|ROWGROUPSIZE 16 MB|Invalid ROWGROUPSIZE",
        "SELECT 1 AS n|CLEANPATH ALLOWOVERWRITE|cannot be specified together",
        "SELECT 1 AS n|PARTITION BY (n)|does not know the option PARTITION",
        "SELECT 1 AS n|WHATEVER|syntax error at or near \"whatever\"",
        "SELECT 1 AS n, 2 AS n||a name of its own",
        "SELECT FROM_HEX('00') AS v||only to text or CSV",
        "SELECT 1.5 + 1 AS n||cannot be unloaded",
        "SELECT n FROM nowhere||nowhere",
      })
  void whatRedshiftWouldNotUnloadIsRefused(String query, String options, String message) {
    SQLException refused = refusal(unload(query, options == null ? "" : options));

    assertThat(refused.getMessage(), containsString(message));
    assertThat(s3.keys(BUCKET, key), is(empty()));
  }

  @Test
  void anUnloadSeesItsTransactionAndAFailedOneFailsIt() throws Exception {
    try (Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);
      run(
          connection,
          "CREATE TEMP TABLE own AS SELECT 7 AS n",
          unload("SELECT * FROM own", "MANIFEST"));
      assertThat(manifest().at("/entries/0/meta/content_length").longValue(), greaterThan(0L));
      assertThrows(
          SQLException.class, () -> run(connection, unload("SELECT * FROM own", "MANIFEST")));
      SQLException failed = assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
      assertThat(failed.getSQLState(), is("25P02"));
      connection.rollback();
    }
  }

  @Test
  void aFullFileIsFollowedByTheNext() throws Exception {
    S3Url prefix = S3Url.prefix(prefix());
    UnloadStatement small =
        new UnloadStatement(
            "",
            prefix,
            1_000,
            false,
            UnloadStatement.ManifestKind.NONE,
            UnloadStatement.Existing.REFUSE);
    UnloadSchema schema = UnloadSchema.of(List.of(TargetColumn.ofResult("s", "varchar", 100, 0)));
    try (StagedFiles files = new StagedFiles(s3.endpoint());
        UnloadFiles out = new UnloadFiles(schema, small, 2, files)) {
      for (int i = 0; i < 40; i++) {
        out.add(
            (UUID.randomUUID() + "-" + UUID.randomUUID() + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      List<UnloadFiles.Unloaded> written = out.finish();

      assertThat(written.size(), greaterThan(1));
      assertThat(written.get(1).url(), is(prefix.child("001.parquet")));
      assertThat(written.stream().mapToLong(UnloadFiles.Unloaded::rows).sum(), is(40L));
    }
  }

  @Test
  void aDateBeforeChristAndAnOffsetAreReadAsTheyAreWritten() {
    for (long micros : new long[] {0, -1, 253_402_300_800_000_000L, -63_517_824_000_000_000L}) {
      assertThat(SqlTimes.epochMicros(SqlTimes.timestamp(micros)), is(micros));
    }
    assertThat(SqlTimes.epochMicros("1970-01-01 05:30:00+05:30"), is(0L));
    assertThat(SqlTimes.epochDay("0001-12-31 BC"), is(-719163L));
  }
}
