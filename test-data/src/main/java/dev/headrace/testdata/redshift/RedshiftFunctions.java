package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.sql.Statement;

/** Functions that Redshift has and PostgreSQL has not. */
final class RedshiftFunctions {
  private RedshiftFunctions() {}

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
  }
}
