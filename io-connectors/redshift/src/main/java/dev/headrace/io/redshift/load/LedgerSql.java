package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.sql.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements about the ledger of loads. */
final class LedgerSql {
  private final LoadPlan plan;
  private final String ledger;

  LedgerSql(LoadPlan plan) {
    this.plan = plan;
    this.ledger = plan.ledgerTable();
  }

  Sql create() {
    return Sql.of(
        "CREATE TABLE IF NOT EXISTS "
            + ledger
            + " (load_key VARCHAR(64) NOT NULL, load_id VARCHAR(512) NOT NULL,"
            + " destination VARCHAR(400) NOT NULL, disposition VARCHAR(32) NOT NULL,"
            + " file_count BIGINT NOT NULL, row_count BIGINT NOT NULL, byte_count BIGINT NOT NULL,"
            + " fingerprint VARCHAR(64) NOT NULL, attempt VARCHAR(64) NOT NULL,"
            + " committed_at TIMESTAMP NOT NULL, manifest_uri VARCHAR(1100),"
            + " job_name VARCHAR(512)) DISTSTYLE ALL");
  }

  /** Fails if the ledger is not there. */
  Sql probe() {
    return Sql.of("SELECT 1 FROM " + ledger + " WHERE FALSE");
  }

  /** Gives rows, fingerprint, attempt, files, bytes and when it was committed, in UTC. */
  Sql find(String loadKey) {
    return Sql.of(
        "SELECT row_count, fingerprint, attempt, file_count, byte_count,"
            + " TO_CHAR(committed_at, 'YYYY-MM-DD HH24:MI:SS.MS') FROM "
            + ledger
            + " WHERE load_key = ?",
        loadKey);
  }

  /** Has to be the first statement of its transaction, before one that takes a snapshot. */
  Sql lock() {
    return Sql.of("LOCK TABLE " + ledger);
  }

  /** Empties a temporary table if the load was applied already. */
  Sql guard(String temporary, String loadKey) {
    return Sql.of("DELETE FROM " + temporary + " WHERE EXISTS (" + entry() + ")", loadKey);
  }

  /** Fails by a NULL where none may be if the load was applied already, and undoes all with it. */
  Sql refuseApplied(String loadKey) {
    return Sql.of(
        "INSERT INTO "
            + ledger
            + " (load_key) SELECT CAST(NULL AS VARCHAR(64)) FROM "
            + ledger
            + " WHERE load_key = ?",
        loadKey);
  }

  /** A condition, to go with the load key. */
  String notApplied() {
    return "NOT EXISTS (" + entry() + ")";
  }

  private String entry() {
    return "SELECT 1 FROM " + ledger + " WHERE load_key = ?";
  }

  /** Writes the load down, unless it is there. */
  Sql record(Load load, long refused, String attempt, Origin origin) {
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        load.key(),
        load.loadId(),
        load.destination(),
        plan.options().disposition().name(),
        (long) load.files().size(),
        load.rows() - refused,
        load.bytes(),
        load.fingerprint(),
        attempt);
    values.addAll(origin.values().values());
    values.add(load.key());
    return new Sql(
        "INSERT INTO "
            + ledger
            + " (load_key, load_id, destination, disposition, file_count, row_count, byte_count,"
            + " fingerprint, attempt, committed_at"
            + origin.values().keySet().stream().map(", "::concat).collect(Collectors.joining())
            + ") SELECT CAST(? AS VARCHAR(64)), CAST(? AS VARCHAR(512)), "
            + destination()
            + ", CAST(? AS VARCHAR(32)), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT),"
            + " CAST(? AS VARCHAR(64)), CAST(? AS VARCHAR(64)), GETDATE()"
            + ", CAST(? AS VARCHAR(1100))".repeat(origin.values().size())
            + " WHERE "
            + notApplied(),
        values);
  }

  /** NULL, which the column refuses, if a table has rows that must have none: no branch needed. */
  private String destination() {
    String destination = "CAST(? AS VARCHAR(400))";
    return plan.options().disposition() == Disposition.EMPTY
        ? "CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM "
            + plan.target()
            + " LIMIT 1) AS found) = 0 THEN "
            + destination
            + " END"
        : destination;
  }
}
