package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.sql.Statement;

/** Functions that Redshift has and PostgreSQL has not. */
final class RedshiftFunctions {
  /** Keeps, for a session, how many rows its last COPY has loaded. */
  private static final String LAST_COPY_COUNT = "headrace.last_copy_count";

  private RedshiftFunctions() {}

  /** What lets {@code pg_last_copy_count()} tell it, unless the transaction is rolled back. */
  static String copied(long rows) {
    return "SELECT set_config('%s', '%d', false)".formatted(LAST_COPY_COUNT, rows);
  }

  static void create(Statement statement) throws SQLException {
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.json_parse(text) RETURNS jsonb
        LANGUAGE sql IMMUTABLE STRICT RETURN $1::jsonb
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.json_serialize(jsonb) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT RETURN $1::text
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.json_serialize_to_varbyte(jsonb) RETURNS bytea
        LANGUAGE sql IMMUTABLE STRICT RETURN convert_to($1::text, 'UTF8')
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.from_hex(text) RETURNS bytea
        LANGUAGE sql IMMUTABLE STRICT RETURN decode($1, 'hex')
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.to_hex(bytea) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT RETURN encode($1, 'hex')
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.pg_last_copy_count() RETURNS bigint
        LANGUAGE sql STABLE RETURN
          coalesce(nullif(current_setting('%s', true), ''), '0')::bigint
        """
            .formatted(LAST_COPY_COUNT));
  }
}
