package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Sql;
import java.nio.file.Path;

/** How DuckDB makes lines of flights; the same parameters make the same lines. */
final class InputSql {
  /** Flights that are alike in everything become different ones by {@code nth}. */
  private static final String TABLES =
      """
      CREATE TABLE flight AS
        SELECT file_row_number AS id, date, delay, distance, origin, destination
        FROM read_parquet(%1$s, file_row_number = true)
        ORDER BY hash(file_row_number, %4$d), file_row_number
        LIMIT %2$d;

      CREATE TABLE line AS
        WITH single AS (
          SELECT *, row_number() OVER (
            PARTITION BY date, delay, distance, origin, destination ORDER BY id) AS nth
          FROM flight),
        versions AS (
          SELECT single.*, copy, version, hash(id, copy, version, %4$d) AS h
          FROM single, range(%3$d) AS copies(copy), range(2) AS versions(version)
          WHERE version = 0 OR hash(id, copy, 'again', %4$d) %% 100 < 5)
        SELECT
          concat_ws('-', strftime(date, '%%Y%%m%%dT%%H%%M'), origin, destination, distance, delay,
            nth, copy) AS flight_key,
          date,
          (delay + version)::INTEGER AS delay,
          distance::INTEGER AS distance,
          origin,
          destination,
          strftime(date, '%%Y-%%m') AS month,
          date + to_days((1 + hash(id, copy, %4$d) %% 30)::INTEGER)
            + to_hours(version::INTEGER) AS updated_at,
          CASE WHEN h %% 100 = 0 THEN (h // 100) %% 5 END AS flaw,
          row_number() OVER (ORDER BY h, id, copy, version) AS n
        FROM versions;

      CREATE VIEW expected AS
        SELECT * FROM line
        WHERE flaw IS NULL
        QUALIFY row_number() OVER (PARTITION BY flight_key ORDER BY updated_at DESC) = 1;
      """;

  /** The flaws: cut off, no key, a number as text, a number out of range, no time. */
  private static final String BODY =
      """
      COPY (
        WITH whole AS (
          SELECT n, flaw, concat(
            '{',
            CASE WHEN flaw IS DISTINCT FROM 1 THEN '"flight_key":"' || flight_key || '",' END,
            '"date":"', CASE WHEN flaw = 4 THEN 'soon' ELSE strftime(date, '%%Y-%%m-%%dT%%H:%%M:%%SZ') END,
            '","delay":', delay,
            ',"distance":', CASE
              WHEN flaw = 2 THEN '"' || distance || '"'
              WHEN flaw = 3 THEN (distance + 100000)::VARCHAR
              ELSE distance::VARCHAR END,
            ',"origin":"', origin,
            '","destination":"', destination,
            '","month":"', month,
            '","updated_at":"', strftime(updated_at, '%%Y-%%m-%%dT%%H:%%M:%%SZ'),
            '"}') AS text
          FROM line
          WHERE n %% %d = %d)
        SELECT CASE WHEN flaw = 0 THEN text[:20 + n %% 120] ELSE text END
        FROM whole
        ORDER BY n
      ) TO %s (FORMAT csv, HEADER false, QUOTE '', DELIMITER E'\\x01')
      """;

  private InputSql() {}

  /** Makes the tables {@code flight}, {@code line} and {@code expected}. */
  static String tables(Input.Parameters parameters) {
    return TABLES.formatted(
        Sql.text(parameters.flights()), parameters.rows(), parameters.scale(), parameters.seed());
  }

  /** Writes one of the files, with every so many-th line. */
  static String body(int number, Path file) {
    return BODY.formatted(Task.BODIES, number, Sql.text(file));
  }

  /** All of it, to tell whether an input was made the same way. */
  static String text(Input.Parameters parameters) {
    return tables(parameters) + BODY;
  }
}
