package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Lets PostgreSQL count the length of VARCHAR and CHAR in bytes, as Redshift does: whenever a table
 * is created or altered, its columns get a check, temporary tables included. Blanks at the end of a
 * VARCHAR do not count.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html">Character types</a>.
 */
final class ByteLengths {
  // The functions that raise are volatile, or the planner would call them beforehand.
  private ByteLengths() {}

  /** Needs a superuser. Doing it again does nothing. */
  static void enforce(Statement statement) throws SQLException {
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.headrace_too_long(type text) RETURNS boolean
        LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
          RAISE EXCEPTION 'value too long for type %', type USING ERRCODE = '22001';
        END $$
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.headrace_multibyte() RETURNS boolean
        LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
          RAISE EXCEPTION 'multibyte character not supported for CHAR' USING
            ERRCODE = '22021', HINT = 'try using VARCHAR';
        END $$
        """);
    statement.execute(
        """
        CREATE OR REPLACE FUNCTION public.headrace_count_bytes() RETURNS event_trigger
        LANGUAGE plpgsql AS $$
        DECLARE
          changes record;
        BEGIN
          FOR changes IN
            WITH tables AS (
              SELECT DISTINCT c.objid AS id
              FROM pg_event_trigger_ddl_commands() c JOIN pg_class r ON r.oid = c.objid
              WHERE c.classid = 'pg_class'::regclass AND r.relkind = 'r'),
            wanted AS (
              SELECT t.id, format('headrace_bytes_%s_%s', a.attnum, a.atttypmod - 4) AS name,
                CASE WHEN a.atttypid = 'bpchar'::regtype
                  THEN format('%1$I IS NULL OR octet_length(%1$I::text) = char_length(%1$I::text)'
                    || ' OR public.headrace_multibyte()', a.attname)
                  ELSE format('%1$I IS NULL OR octet_length(%1$I) <= %2$s'
                    || ' OR octet_length(rtrim(%1$I)) <= %2$s'
                    || ' OR public.headrace_too_long(''character varying(%2$s)'')',
                    a.attname, a.atttypmod - 4) END AS condition
              FROM tables t JOIN pg_attribute a ON a.attrelid = t.id
              WHERE a.attnum > 0 AND NOT a.attisdropped AND a.atttypmod > 4
                AND a.atttypid IN ('bpchar'::regtype, 'varchar'::regtype)),
            present AS (
              SELECT t.id, k.conname AS name
              FROM tables t JOIN pg_constraint k ON k.conrelid = t.id
              WHERE k.conname LIKE 'headrace\\_bytes\\_%')
            SELECT id, string_agg(change, ', ' ORDER BY change DESC) AS list FROM (
              SELECT id, format('DROP CONSTRAINT %I', name) AS change
              FROM present WHERE (id, name) NOT IN (SELECT id, name FROM wanted)
              UNION ALL
              SELECT id, format('ADD CONSTRAINT %I CHECK (%s)', name, condition)
              FROM wanted WHERE (id, name) NOT IN (SELECT id, name FROM present)) c
            GROUP BY id
          LOOP
            EXECUTE format('ALTER TABLE %s %s', changes.id::regclass, changes.list);
          END LOOP;
        END $$
        """);
    statement.execute("DROP EVENT TRIGGER IF EXISTS headrace_count_bytes");
    statement.execute(
        """
        CREATE EVENT TRIGGER headrace_count_bytes ON ddl_command_end
        WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE')
        EXECUTE FUNCTION public.headrace_count_bytes()
        """);
  }
}
