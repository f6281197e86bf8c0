package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.text.IsEqualCompressingWhiteSpace.equalToCompressingWhiteSpace;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftDialectTest {
  private static void rewrites(String redshift, String postgres) throws SQLException {
    assertThat(RedshiftDialect.rewrite(redshift), equalToCompressingWhiteSpace(postgres));
  }

  @Test
  void tableAttributesAreTakenAway() throws SQLException {
    rewrites(
        "create table if not exists s.t (a int encode az64 distkey sortkey, b varchar(max) not null)"
            + " backup no diststyle key distkey(a) compound sortkey(a, b)",
        "create table if not exists s.t (a int , b varchar(65535) not null)");
    rewrites(
        "CREATE TEMP TABLE t DISTSTYLE ALL SORTKEY AUTO AS SELECT 1",
        "CREATE TEMP TABLE t AS SELECT 1");
    rewrites(
        "CREATE TABLE t (LIKE s INCLUDING DEFAULTS) DISTSTYLE EVEN;",
        "CREATE TABLE t (LIKE s INCLUDING DEFAULTS) ;");
    rewrites("CREATE TABLE t (a int) INTERLEAVED SORTKEY(a) DISTKEY(a)", "CREATE TABLE t (a int)");
  }

  @Test
  void keysAreNotEnforcedButPrimaryKeysStayNotNull() throws SQLException {
    rewrites(
        "CREATE TABLE t (a INT PRIMARY KEY, b INT UNIQUE, c INT REFERENCES x.y (z) NOT NULL)",
        "CREATE TABLE t (a INT NOT NULL, b INT , c INT NOT NULL)");
    rewrites(
        "CREATE TABLE t (PRIMARY KEY (a, b), a INT, b DECIMAL(5,2), UNIQUE (b),"
            + " CONSTRAINT f FOREIGN KEY (a) REFERENCES x (y))",
        "CREATE TABLE t ( a INT NOT NULL, b DECIMAL(5,2) NOT NULL )");
    rewrites("ALTER TABLE t ADD CONSTRAINT p PRIMARY KEY (a)", "DO 'BEGIN END'");
  }

  @Test
  void typesGetPostgresNames() throws SQLException {
    rewrites(
        "CREATE TABLE t (super SUPER, v VARBYTE(10) ENCODE lzo, x VARCHAR, y TEXT, k VARCHAR(3))",
        "CREATE TABLE t (super jsonb, v bytea , x varchar(256), y varchar(256), k VARCHAR(3))");
    rewrites("ALTER TABLE t ADD COLUMN s SUPER ENCODE zstd", "ALTER TABLE t ADD COLUMN s jsonb");
    rewrites(
        "SELECT a::super, CAST(b AS SUPER), CAST(c AS VARBYTE(5)), d::varchar(max), super FROM t",
        "SELECT a::jsonb, CAST(b AS jsonb), CAST(c AS bytea), d::varchar(65535), super FROM t");
    rewrites(
        "CREATE TABLE t (id BIGINT IDENTITY(1, 2), n INT)",
        "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2), n INT)");
  }

  @Test
  void quotedIdentifiersAreFoldedAndSettingsOfRedshiftGetAPrefix() throws SQLException {
    rewrites(
        "SELECT \"Id\" AS \"The \"\"ID\"\"\", 'Id' FROM T",
        "SELECT \"id\" AS \"the \"\"id\"\"\", 'Id' FROM T");
    rewrites("SET query_group TO 'Load'", "SET redshift.query_group TO 'Load'");
    rewrites("SET statement_timeout TO 5", "SET statement_timeout TO 5");
  }

  @Test
  void timesComeFromPostgresClock() throws SQLException {
    rewrites(
        "INSERT INTO t VALUES (GETDATE(), sysdate)",
        "INSERT INTO t VALUES (timezone('UTC', now()), timezone('UTC', now()))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'GETDATE() sysdate ON CONFLICT', \"sysdate\" /* SYSDATE */ FROM t -- ENCODE x",
        "CREATE TABLE \"distkey\" (\"super\" int, \"primary\" int DEFAULT 5)",
        "INSERT INTO t VALUES ('; RETURNING', E'\\'; x', $$ sysdate $$, ?)",
        "SELECT 'unterminated",
        "SELECT /* unterminated",
        "",
        "SELECT 1;; ",
        "DELETE FROM s.\"t\" USING u WHERE t.a = u.a",
        "WITH x AS (SELECT 1 AS a) DELETE FROM t USING x WHERE t.a = x.a",
        "WITH x (a) AS (SELECT 1) SELECT a FROM x",
        "CREATE TABLE t (a VARCHAR(65535), b CHAR(4096), c DECIMAL(38,37), \"json\" INT)",
        "LOCK TABLE t, u",
        "SELECT x.returning FROM x ON CONFLICT",
      })
  void everythingElseStaysAsItIs(String sql) throws SQLException {
    assertThat(RedshiftDialect.rewrite(sql), is(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING|ON CONFLICT",
        "insert into t values (1) returning id|RETURNING",
        "CREATE UNIQUE INDEX i ON t (a)|CREATE INDEX",
        "CREATE TEMP SEQUENCE s|CREATE SEQUENCE",
        "CREATE OR REPLACE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()|CREATE TRIGGER",
        "CREATE TABLE t (a jsonb)|no type jsonb",
        "CREATE TABLE t (a int, b SERIAL)|no type SERIAL",
        "ALTER TABLE t ADD COLUMN a uuid|no type uuid",
        "CREATE TABLE t (a INT[])|no arrays",
        "CREATE TABLE t (a VARCHAR(65536))|cannot exceed 65535",
        "CREATE TABLE t (a character varying(65536))|cannot exceed 65535",
        "CREATE TABLE t (a CHAR(4097))|cannot exceed 4096",
        "CREATE TABLE t (a DECIMAL(39,0))|cannot exceed 38",
        "ALTER TABLE t ADD a NUMERIC(38,38)|cannot exceed 37",
        "LOCK TABLE t IN SHARE MODE|one kind of lock",
        "LOCK t NOWAIT|one kind of lock",
        "WITH s AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM s|no WITH before INSERT",
        "WITH s AS (SELECT 1) MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE|no WITH before",
        "WITH s AS (SELECT 1) DELETE FROM t USING s RETURNING a|RETURNING",
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DO NOTHING|DO NOTHING",
        "DELETE FROM s.t x WHERE x.a = 1|alias",
        "DELETE FROM t AS x|alias",
        "SELECT 1; MERGE INTO t x USING s ON x.a = s.a WHEN MATCHED THEN DELETE|alias",
        "MERGE INTO t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE|not a query",
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND s.b THEN DELETE|condition",
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE|both",
        "ALTER TABLE t ADD COLUMN a DECIMAL(5,2), ADD COLUMN b INT|one action",
        "SET enable_case_sensitive_identifier TO true|lower case only",
      })
  void whatRedshiftRefusesIsRefused(String sql, String message) {
    SQLException refused = assertThrows(SQLException.class, () -> RedshiftDialect.rewrite(sql));

    assertThat(refused.getMessage(), containsString(message));
  }
}
