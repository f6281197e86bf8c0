package dev.headrace.io.redshift.load;

import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.sql.Identifiers;
import dev.headrace.io.redshift.sql.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that applies a load. It needs no answer in between, so that it can be sent as one
 * batch: where the load stands in the ledger already, its first statements take the rows away from
 * all that follow, or fail if there are actions, which do not go by those rows.
 */
final class ApplySql {
  private final LoadPlan plan;
  private final LedgerSql ledger;
  private final String target;
  private final String source;

  ApplySql(LoadPlan plan) {
    this.plan = plan;
    this.ledger = new LedgerSql(plan);
    this.target = plan.target();
    this.source = plan.source();
  }

  /** What a statement does to a table that outlives the load. */
  enum Effect {
    NONE,
    DELETES,
    INSERTS,
    MERGES,
    /** Writes the load down: it changes a row if the load is applied. */
    RECORDS
  }

  record Step(Effect effect, Sql sql) {
    static List<Step> all(Effect effect, List<Sql> statements) {
      return statements.stream().map(sql -> new Step(effect, sql)).toList();
    }
  }

  /**
   * @param refused rows of the load that were not staged
   */
  List<Step> steps(Load load, long refused, String attempt, Origin origin) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    steps.addAll(Step.all(Effect.NONE, guards(load.key())));
    steps.addAll(actions(plan.options().preActions()));
    Step record = new Step(Effect.RECORDS, ledger.record(load, refused, attempt, origin));
    if (plan.options().disposition() == Disposition.EMPTY) {
      // Before the rows come, since it is what fails if there are some.
      steps.add(record, rows());
    } else {
      steps.addAll(Step.all(Effect.NONE, stale()));
      steps.addAll(Step.all(Effect.DELETES, removals(load.key())));
      steps.add(rows(), record);
    }
    return steps.addAll(actions(plan.options().postActions())).build();
  }

  private static List<Step> actions(List<String> statements) {
    return Step.all(Effect.NONE, statements.stream().map(Sql::of).toList());
  }

  private List<Sql> guards(String loadKey) {
    ImmutableList.Builder<Sql> guards = ImmutableList.builder();
    guards.add(ledger.lock(), ledger.guard(source, loadKey));
    if (plan.replacesPartitions()) {
      guards.add(ledger.guard(LoadPlan.PARTITIONS, loadKey));
    }
    if (plan.options().hasActions()) {
      guards.add(ledger.refuseApplied(loadKey));
    }
    return guards.build();
  }

  private Step rows() {
    return plan.table().keys().isEmpty()
        ? new Step(Effect.INSERTS, insert())
        : new Step(Effect.MERGES, merge());
  }

  private List<Sql> removals(String loadKey) {
    return switch (plan.options().disposition()) {
      case TRUNCATE ->
          // TRUNCATE itself would commit:
          // https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html
          List.of(Sql.of("DELETE FROM " + target + " WHERE " + ledger.notApplied(), loadKey));
      case REPLACE_PARTITIONS -> replacedPartitions(loadKey);
      case APPEND, EMPTY -> List.of();
    };
  }

  private List<Sql> replacedPartitions(String loadKey) {
    List<String> columns = plan.options().partition();
    List<Sql> deletes = new ArrayList<>();
    deletes.add(
        Sql.of(
            "DELETE FROM %s USING %s WHERE %s"
                .formatted(target, LoadPlan.PARTITIONS, agree(columns, LoadPlan.PARTITIONS))));
    List<String> named = plan.options().replaced();
    if (!named.isEmpty()) {
      List<@Nullable Object> values = new ArrayList<>(named);
      values.add(loadKey);
      deletes.add(
          new Sql(
              "DELETE FROM %s WHERE %s IN (%s) AND %s"
                  .formatted(
                      target,
                      Identifiers.column(columns.get(0)),
                      String.join(", ", Collections.nCopies(named.size(), value(columns.get(0)))),
                      ledger.notApplied()),
              values));
    }
    return deletes;
  }

  private String value(String column) {
    return "CAST(? AS " + plan.table().column(column).type() + ")";
  }

  private List<Sql> stale() {
    if (plan.table().sequence() == null || plan.options().disposition() != Disposition.APPEND) {
      return List.of();
    }
    String sequence = Identifiers.column(String.valueOf(plan.table().sequence()));
    Sql stale =
        Sql.of(
            "DELETE FROM %s USING %s WHERE %s AND %s.%s > %s.%s"
                .formatted(
                    source,
                    target,
                    agree(plan.table().keys(), source),
                    target,
                    sequence,
                    source,
                    sequence));
    return List.of(stale);
  }

  private Sql insert() {
    String columns = Identifiers.columns(plan.columns());
    return Sql.of(
        "INSERT INTO " + target + " (" + columns + ") SELECT " + columns + " FROM " + source);
  }

  private Sql merge() {
    List<String> names = plan.columns();
    List<String> keys = plan.table().keys();
    List<String> others = names.stream().filter(name -> !keys.contains(name)).toList();
    return Sql.of(
        "MERGE INTO "
            + target
            + " USING "
            + source
            + " ON "
            + agree(keys, source)
            + " WHEN MATCHED THEN UPDATE SET "
            + (others.isEmpty() ? keys : others)
                .stream().map(this::assignment).collect(Collectors.joining(", "))
            + " WHEN NOT MATCHED THEN INSERT ("
            + Identifiers.columns(names)
            + ") VALUES ("
            + names.stream()
                .map(name -> source + "." + Identifiers.column(name))
                .collect(Collectors.joining(", "))
            + ")");
  }

  private String assignment(String name) {
    String column = Identifiers.column(name);
    return column + " = " + source + "." + column;
  }

  private String agree(List<String> columns, String other) {
    return columns.stream()
        .map(Identifiers::column)
        .map(column -> target + "." + column + " = " + other + "." + column)
        .collect(Collectors.joining(" AND "));
  }
}
