package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/** Reads the values of a row. */
final class CsvRowReader {
  private final CSVFormat rules;
  private final List<String> columns;

  CsvRowReader(CsvFormat format, List<String> columns) {
    this.rules =
        rules(format)
            .setNullString(format.nullText())
            // Only in this mode is a text in quotes never taken for null.
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .build();
    this.columns = columns;
  }

  private static CSVFormat.Builder rules(CsvFormat format) {
    return CSVFormat.Builder.create()
        .setDelimiter(format.delimiter())
        .setQuote(format.quote())
        .setIgnoreEmptyLines(false);
  }

  int columns() {
    return columns.size();
  }

  /** The names that a row gives to columns; an empty one is a name too. */
  static List<String> names(CsvFormat format, byte[] row) throws BadRecordException {
    return values(rules(format).build(), row).toList();
  }

  /** The row as an object. */
  ObjectNode document(byte[] row) throws BadRecordException {
    CSVRecord values = values(rules, row);
    if (values.size() != columns.size()) {
      throw malformed();
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      document.put(columns.get(i), values.get(i));
    }
    return document;
  }

  private static CSVRecord values(CSVFormat rules, byte[] row) throws BadRecordException {
    List<CSVRecord> records = new ArrayList<>(1);
    try (CSVParser parser = CSVParser.parse(new StringReader(text(row)), rules)) {
      parser.forEach(records::add);
    } catch (IOException | UncheckedIOException e) {
      throw malformed();
    }
    if (records.size() != 1) {
      throw malformed();
    }
    return records.get(0);
  }

  private static String text(byte[] row) throws BadRecordException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(row)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRecordException(Reason.MALFORMED, "The row is not UTF-8");
    }
  }

  private static BadRecordException malformed() {
    return new BadRecordException(
        Reason.MALFORMED,
        "The row is not well-formed: a quote or a carriage return is out of place");
  }
}
