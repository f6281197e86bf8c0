package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows of separated values in UTF-8, one record a row.
 *
 * <p>The payload is the row's bytes as they came, without the line end; the document is an object
 * of the columns' names and the row's texts. Rows end with a line feed, or a carriage return and a
 * line feed, outside of quotes; empty lines do not count. A row with more or fewer values than
 * there are columns leaves as a {@link Rejection}, and so does one that is not UTF-8, has something
 * between a quote and a delimiter, or more than 16 MiB. A body whose first line cannot name columns
 * leaves whole. Bodies of any size go through memory for one row.
 */
@AutoValue
public abstract class CsvFormat implements RecordFormat {
  private static final long serialVersionUID = 1L;

  /** Six times what a Redshift table can have. */
  private static final int MAX_COLUMNS = 10_000;

  abstract char delimiter();

  abstract char quote();

  abstract ImmutableList<String> columns();

  abstract String nullText();

  static CsvFormat defaults() {
    return create(',', '"', List.of(), "");
  }

  private static CsvFormat create(
      char delimiter, char quote, List<String> columns, String nullText) {
    checkArgument(
        delimiter != quote, "delimiter and quote must differ, but both were '%s'", delimiter);
    return new AutoValue_CsvFormat(delimiter, quote, ImmutableList.copyOf(columns), nullText);
  }

  /** What stands between values: one ASCII character, but no line end; default is a comma. */
  public CsvFormat withDelimiter(char delimiter) {
    return create(requireAscii("delimiter", delimiter), quote(), columns(), nullText());
  }

  /**
   * What stands around values that hold delimiters, line ends or quotes, which are doubled: one
   * ASCII character, but no line end; default is {@code "}.
   */
  public CsvFormat withQuote(char quote) {
    return create(delimiter(), requireAscii("quote", quote), columns(), nullText());
  }

  /** Names the columns of bodies that do not; at least one name, each once. */
  public CsvFormat withColumns(List<String> names) {
    checkArgument(!names.isEmpty(), "columns must have at least one name");
    checkArgument(
        new HashSet<>(names).size() == names.size(), "columns must differ, but were %s", names);
    return create(delimiter(), quote(), names, nullText());
  }

  /** The text that, without quotes, stands for no value; default is the empty text. */
  public CsvFormat withNull(String text) {
    return create(delimiter(), quote(), columns(), text);
  }

  private static char requireAscii(String name, char value) {
    checkArgument(
        value > 0 && value < 0x80 && value != '\n' && value != '\r',
        "%s must be an ASCII character but no line end, but was '%s'",
        name,
        value);
    return value;
  }

  @Override
  public void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException {
    try (CsvRows rows = new CsvRows(body.open(), (byte) delimiter(), (byte) quote())) {
      CsvRowReader reader = new CsvRowReader(this, columns().isEmpty() ? header(rows) : columns());
      while (rows.next()) {
        out.accept(outcome(rows, reader, origin.atRecord(rows.row().offset())));
      }
    }
  }

  private static RecordOutcome outcome(CsvRows rows, CsvRowReader reader, Origin place) {
    if (rows.row().isTooLong() || rows.values() == reader.columns()) {
      return RecordCutter.outcome(
          rows.row(), place, (row, at) -> SourceRecord.of(row, at, reader.document(row)));
    }
    BadRecordException ragged =
        new BadRecordException(
            Reason.MALFORMED,
            rows.isCutShort()
                ? "The row ends within quotes"
                : "The row has %d values, but there are %d columns"
                    .formatted(rows.values(), reader.columns()));
    return Rejection.of(Stage.PARSE, ragged, rows.row().bytes(), place);
  }

  private List<String> header(CsvRows rows) throws IOException, BadRecordException {
    if (!rows.next()) {
      throw new BadRecordException(Reason.MALFORMED, "The body has no line that names columns");
    }
    if (rows.row().isTooLong() || rows.values() > MAX_COLUMNS) {
      throw new BadRecordException(
          Reason.TOO_LARGE, "The first line names more than %d columns".formatted(MAX_COLUMNS));
    }
    List<String> names = CsvRowReader.names(this, rows.row().bytes());
    if (new HashSet<>(names).size() < names.size()) {
      throw new BadRecordException(
          Reason.MALFORMED, "The first line names a column more than once");
    }
    return names;
  }
}
