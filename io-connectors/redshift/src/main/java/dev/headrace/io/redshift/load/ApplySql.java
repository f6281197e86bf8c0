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
 * all that follow.
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

  /** Which of the statements writes the load down: it changes a row if the load is applied. */
  int recordIndex(List<Sql> statements) {
    return requiresEmpty() ? statements.size() - 2 : statements.size() - 1;
  }

  /**
   * @param refused rows of the load that were not staged
   */
  List<Sql> statements(Load load, long refused, String attempt) {
    ImmutableList.Builder<Sql> statements = ImmutableList.builder();
    statements.add(ledger.lock(), ledger.guard(source, load.key()));
    if (plan.replacesPartitions()) {
      statements.add(ledger.guard(LoadPlan.PARTITIONS, load.key()));
    }
    if (requiresEmpty()) {
      // Before the rows come, since it is what fails if there are some.
      return statements.add(ledger.record(load, refused, attempt), insert()).build();
    }
    statements.addAll(removals(load.key()));
    statements.add(plan.table().keys().isEmpty() ? insert() : merge());
    return statements.add(ledger.record(load, refused, attempt)).build();
  }

  private boolean requiresEmpty() {
    return plan.options().disposition() == Disposition.EMPTY;
  }

  private List<Sql> removals(String loadKey) {
    return switch (plan.options().disposition()) {
      case TRUNCATE ->
          // TRUNCATE itself would commit:
          // https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html
          List.of(Sql.of("DELETE FROM " + target + " WHERE " + ledger.notApplied(), loadKey));
      case REPLACE_PARTITIONS -> replacedPartitions(loadKey);
      case APPEND -> plan.table().sequence() == null ? List.of() : List.of(stale());
      case EMPTY -> List.of();
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

  private Sql stale() {
    String sequence = Identifiers.column(String.valueOf(plan.table().sequence()));
    return Sql.of(
        "DELETE FROM %s USING %s WHERE %s AND %s.%s > %s.%s"
            .formatted(
                source,
                target,
                agree(plan.table().keys(), source),
                target,
                sequence,
                source,
                sequence));
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
