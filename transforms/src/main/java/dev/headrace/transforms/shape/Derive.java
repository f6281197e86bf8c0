package dev.headrace.transforms.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Computes fields of a conformed record from its others.
 *
 * <p>The expressions are CEL (https://cel.dev, https://github.com/google/cel-spec): {@code distance
 * / duration}, {@code country == 'DE' ? net * 1.19 : net}. They run no code, know nothing but the
 * record, and are checked for their types before the run: an int field is a CEL int, so {@code
 * distance / double(seconds)} says what is meant. Strings have the functions of CEL's strings
 * extension too, but for {@code replace}. Neither it nor {@code matches} nor a macro is there, the
 * separator of {@code join} is a text of at most 16 characters in the expression itself, as in
 * {@code tags.join(', ')}, and what is joined is not joined again, so that the time and memory an
 * expression takes are bounded by its length and that of the values.
 *
 * <p>Timestamps and dates, these at midnight UTC, are CEL timestamps. A partition by year, month or
 * day is a field of its own in the contract:
 *
 * <pre>{@code
 * {"name": "year", "type": "string", "derive": "string(time.getFullYear())"}
 * {"name": "month", "type": "string", "derive": "string(time).substring(0, 7)"}
 * {"name": "day", "type": {"type": "int", "logicalType": "date"}, "derive": "time"}
 * }</pre>
 *
 * <p>CEL counts months from 0. Its timestamps have the years 1 to 9999. A date field takes a
 * timestamp's day in UTC. Decimals are CEL strings, so that none of their digits is lost unless
 * {@code double(price)} asks for it; a decimal field takes a string or an int.
 *
 * <p>As in SQL, the result is null if a field that the expression reads is, unless it compares that
 * field to null: {@code net == null ? 0.0 : net}. The result is held to the field's type and its
 * {@code min}, {@code max} and {@code maxBytes}. Refused, in the stage {@code CONFORM}, is a record
 * without a value for a field that must have one ({@code MISSING_VALUE}), one whose result cannot
 * be had or does not fit, such as one divided by zero ({@code OUT_OF_RANGE}), and one whose text is
 * converted and cannot be ({@code WRONG_TYPE}).
 */
public final class Derive implements Step {
  private static final long serialVersionUID = 1L;

  private final ImmutableMap<String, String> expressions;
  private final Contract.Mode mode;
  private transient @Nullable Derivation derivation;

  private Derive(Map<String, String> expressions, Contract.Mode mode) {
    this.expressions = ImmutableMap.copyOf(expressions);
    this.mode = mode;
  }

  /**
   * Computes the fields of a contract that have the property {@code derive}, in their order: an
   * expression can use the ones before it. In the mode {@code DISCARD_VALUE} a result that does not
   * fit becomes null where the field can be, and is counted; in the mode {@code DISCARD_ROW} a
   * record that is refused is counted.
   *
   * @throws IllegalArgumentException if an expression is none, uses a field that is not there or
   *     not computed yet, or has another type than its field
   */
  public static Derive of(Contract contract) {
    Derive derive = new Derive(contract.derived(), contract.mode());
    derive.derivation = Derivation.of(contract.schema(), contract.derived());
    return derive;
  }

  /** Computes a field that is there already, such as one that the source may leave out. */
  public static Field field(String name) {
    return new Field(name);
  }

  /** A field that lacks its expression. */
  public static final class Field {
    private final String name;

    private Field(String name) {
      this.name = name;
    }

    /**
     * Computes it so, even if it has a value, and it can be part of the expression itself. Its
     * types are checked when the pipeline is built.
     *
     * @throws IllegalArgumentException if the expression is none
     */
    public Derive as(String expression) {
      Derivation.named(name, expression, () -> Expression.parse(expression));
      return new Derive(ImmutableMap.of(name, expression), Contract.Mode.TOLERATE);
    }
  }

  @Override
  public Stage stage() {
    return Stage.CONFORM;
  }

  @Override
  public @Nullable Schema schemaAfter(@Nullable Schema before) {
    if (before == null) {
      throw new IllegalArgumentException(
          this + " needs conformed records: Conform has to be first");
    }
    derivationFor(before);
    return before;
  }

  @Override
  public SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException {
    GenericRecord before = record.conformed();
    Derivation compiled = derivationFor(before.getSchema());
    GenericRecord after = new GenericData.Record((GenericData.Record) before, false);
    for (Derivation.Derived derived : compiled.fields()) {
      after.put(derived.position(), value(compiled, derived, after, tallies));
    }
    return record.withValues(after);
  }

  private @Nullable Object value(
      Derivation compiled, Derivation.Derived derived, GenericRecord record, Tallies tallies)
      throws BadRecordException {
    try {
      JsonNode result = derived.expression().evaluate(record);
      if (result == null && !derived.nullable()) {
        throw new BadRecordException(Reason.MISSING_VALUE, "has no value");
      }
      return result == null ? null : compiled.contract().valueOf(derived.name(), result);
    } catch (BadRecordException e) {
      if (mode == Contract.Mode.DISCARD_VALUE && derived.nullable()) {
        tallies.count(Account.DISCARDED_VALUES);
        return null;
      }
      mode.countRefused(tallies);
      throw new BadRecordException(e.reason(), derived.name() + " (derived) " + e.detail());
    }
  }

  private Derivation derivationFor(Schema schema) {
    Derivation compiled = derivation;
    if (compiled == null || !compiled.isFor(schema)) {
      compiled = Derivation.of(schema, expressions);
      derivation = compiled;
    }
    return compiled;
  }

  @Override
  public String toString() {
    return "Derive" + expressions + " " + mode;
  }
}
