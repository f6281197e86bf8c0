package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Checks conformed records against rules.
 *
 * <p>A record that breaks a {@linkplain #rejecting rejecting} rule is refused in the stage {@code
 * QUALITY} for the reason {@code RULE}; the detail names all the rules it breaks, and no value. One
 * that breaks {@linkplain #warning warning} rules goes on as it came, and each of them counts one
 * in the account {@code QUALITY_WARNINGS} and in a counter of the rule's name.
 *
 * <p>Rules see the record as the steps before have left it: check a field before it is masked.
 */
public final class CheckQuality implements Step {
  private static final long serialVersionUID = 1L;

  private final List<Rule> rules;
  private final boolean rejecting;
  private transient @Nullable Bound bound;

  private CheckQuality(List<Rule> rules, boolean rejecting) {
    checkArgument(!rules.isEmpty(), "There must be at least one rule to check");
    this.rules = List.copyOf(rules);
    this.rejecting = rejecting;
  }

  /** Refuses records that break one of the rules. */
  public static CheckQuality rejecting(Rule... rules) {
    return new CheckQuality(List.of(rules), true);
  }

  /** Counts how often the rules are broken, and lets every record go on. */
  public static CheckQuality warning(Rule... rules) {
    return new CheckQuality(List.of(rules), false);
  }

  @Override
  public Stage stage() {
    return Stage.QUALITY;
  }

  @Override
  public Schema schemaAfter(@Nullable Schema before) {
    checkArgument(before != null, "Rules are about conformed records: Conform has to come before");
    rules.forEach(rule -> rule.against(before));
    return before;
  }

  @Override
  public SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException {
    GenericRecord values = record.conformed();
    Rule.Check[] checks = checks(values.getSchema());
    for (int i = 0; i < checks.length; i++) {
      if (!checks[i].holds(values)) {
        if (rejecting) {
          throw new BadRecordException(Reason.RULE, detail(checks, i, values));
        }
        tallies.count(Account.QUALITY_WARNINGS);
        Metrics.counter(CheckQuality.class, rules.get(i).name()).inc();
      }
    }
    return record;
  }

  private String detail(Rule.Check[] checks, int first, GenericRecord values) {
    return IntStream.range(first, checks.length)
        .filter(i -> i == first || !checks[i].holds(values))
        .mapToObj(i -> rules.get(i).name())
        .collect(Collectors.joining(" and ", "The record does not keep to ", ""));
  }

  /** Records of one collection have one schema, and mostly it is the same object. */
  @SuppressWarnings("ReferenceEquality")
  private Rule.Check[] checks(Schema schema) {
    Bound known = bound;
    if (known == null || known.schema != schema) {
      known = Bound.of(schema, rules);
      bound = known;
    }
    return known.checks;
  }

  @Override
  public String toString() {
    return (rejecting ? "rejecting" : "warning") + rules;
  }

  /** The rules, ready for a schema. */
  private static final class Bound {
    private final Schema schema;
    private final Rule.Check[] checks;

    private Bound(Schema schema, Rule.Check[] checks) {
      this.schema = schema;
      this.checks = checks;
    }

    static Bound of(Schema schema, List<Rule> rules) {
      return new Bound(
          schema, rules.stream().map(rule -> rule.against(schema)).toArray(Rule.Check[]::new));
    }
  }
}
