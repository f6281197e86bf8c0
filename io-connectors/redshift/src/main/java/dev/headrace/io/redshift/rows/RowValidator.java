package dev.headrace.io.redshift.rows;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows against columns, by all that would make COPY or the apply fail, and stages their
 * values. A Parquet COPY fails as a whole over one bad row, so that none may come that far.
 *
 * <p>A field goes into the column of its name in lower case. A column without a field is NULL. Not
 * safe for use by many threads.
 */
public final class RowValidator {

  /**
   * The largest row that COPY takes, in bytes
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html).
   */
  public static final int MAX_ROW_BYTES = 4 << 20;

  private final ImmutableList<RowColumn> columns;
  private final RowPolicy policy;
  private final ValueRule[] rules;
  private final StagedRow staged;
  private @Nullable Schema schema;
  private int[] positions = new int[0];
  private @Nullable String unknownField;

  /** A validator for the columns, in the order of the files'. */
  public RowValidator(List<RowColumn> columns, RowPolicy policy) {
    this.columns = ImmutableList.copyOf(columns);
    this.policy = policy;
    this.rules =
        columns.stream().map(column -> ValueRule.of(column, policy)).toArray(ValueRule[]::new);
    this.staged = new StagedRow(columns.size());
  }

  /**
   * Checks a row.
   *
   * @return its values, until the next row is checked
   * @throws RejectedRowException naming the first column at fault
   * @throws IllegalArgumentException if two fields go into one column
   */
  public StagedRow stage(Row row) throws RejectedRowException {
    match(row.getSchema());
    if (unknownField != null) {
      throw new RejectedRowException(
          RejectionReason.UNKNOWN_FIELD, unknownField, "The table has no column " + unknownField);
    }
    staged.clear();
    for (int i = 0; i < rules.length; i++) {
      staged.set(i, value(row, i));
    }
    if (staged.bytes() > MAX_ROW_BYTES) {
      throw new RejectedRowException(
          RejectionReason.ROW_TOO_LARGE,
          "",
          "A row has %d bytes at most, but this one has about %d"
              .formatted(MAX_ROW_BYTES, staged.bytes()));
    }
    return staged;
  }

  private @Nullable Object value(Row row, int column) throws RejectedRowException {
    Object value = positions[column] < 0 ? null : row.getValue(positions[column]);
    Object result = value == null ? null : rules[column].stage(value);
    if (result == null && !columns.get(column).nullable()) {
      throw columns.get(column).rejected(RejectionReason.MISSING_VALUE, "must not be NULL");
    }
    return result;
  }

  @SuppressWarnings("ReferenceEquality") // schemas without an id compare all their fields
  private void match(Schema next) {
    if (next == schema || next.equals(schema)) {
      return;
    }
    Map<String, Integer> fields = new HashMap<>();
    for (int i = 0; i < next.getFieldCount(); i++) {
      String name = next.getField(i).getName().toLowerCase(Locale.ROOT);
      checkArgument(
          fields.put(name, i) == null,
          "Two fields of a row are named \"%s\" in lower case, to which Redshift folds names",
          name);
    }
    positions =
        columns.stream().mapToInt(column -> fields.getOrDefault(column.name(), -1)).toArray();
    unknownField = policy.unknownFields() == RowPolicy.UnknownFields.IGNORE ? null : unknown(next);
    schema = next;
  }

  private @Nullable String unknown(Schema next) {
    return IntStream.range(0, next.getFieldCount())
        .filter(field -> Arrays.stream(positions).noneMatch(position -> position == field))
        .mapToObj(field -> next.getField(field).getName())
        .findFirst()
        .orElse(null);
  }
}
