package dev.headrace.io.redshift.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.io.CountingOutputStream;
import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.io.redshift.rows.RowColumn;
import dev.headrace.io.redshift.rows.RowValidator;
import dev.headrace.io.redshift.rows.StagedRow;
import dev.headrace.io.redshift.types.JsonTexts;
import dev.headrace.io.redshift.types.Kind;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Rows as JSON, one a line, by gzip. Numbers are texts, as COPY may round others
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html); NULLs are
 * left out.
 */
final class JsonFile implements StagingFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<RowColumn> columns;
  private final Path file;
  private final MessageDigest digest = Sha256.digest();
  private final CountingOutputStream written;
  private final OutputStream out;
  private long rows;
  private long hash;

  JsonFile(List<RowColumn> columns) throws IOException {
    this.columns = columns;
    file = Files.createTempFile("headrace-rows-", ".json.gz");
    written = new CountingOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    out = new GZIPOutputStream(new DigestOutputStream(written, digest), 1 << 16);
  }

  @Override
  public void write(StagedRow row) throws RejectedRowException, IOException {
    byte[] line = line(row);
    if (line.length > RowValidator.MAX_ROW_BYTES) {
      throw new RejectedRowException(
          RejectionReason.ROW_TOO_LARGE,
          "",
          "A row has %d bytes of JSON at most, but this one has %d"
              .formatted(RowValidator.MAX_ROW_BYTES, line.length));
    }
    out.write(line);
    out.write('\n');
    rows++;
    hash += row.hash();
  }

  private byte[] line(StagedRow row) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        Object value = row.value(i);
        if (value != null) {
          json.writeFieldName(columns.get(i).name());
          write(json, columns.get(i), value);
        }
      }
      json.writeEndObject();
    }
    return line.toByteArray();
  }

  private static void write(JsonGenerator json, RowColumn column, Object value) throws IOException {
    if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (column.type().kind() == Kind.SUPER) {
      // A document in several lines would not count as one.
      json.writeRawValue(text(value).replace('\n', ' ').replace('\r', ' '));
    } else {
      json.writeString(text(column, value));
    }
  }

  private static String text(RowColumn column, Object value) {
    return switch (column.type().kind()) {
      case DATE -> JsonTexts.date((Integer) value);
      case TIMESTAMP, TIMESTAMPTZ -> JsonTexts.timestamp((Long) value);
      case DECIMAL -> JsonTexts.decimal((byte[]) value, column.type().scale());
      default -> text(value);
    };
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : value.toString();
  }

  @Override
  public boolean isFull(long targetBytes) {
    return written.getCount() >= targetBytes;
  }

  @Override
  public StoredObject stage(ObjectStore store, String uri) throws IOException {
    out.close();
    store.put(uri, file);
    return StoredObject.of(uri, Files.size(file), rows, Sha256.hex(digest));
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public String extension() {
    return ".json.gz";
  }

  @Override
  public void close() throws IOException {
    try (out) {
      Files.deleteIfExists(file);
    }
  }
}
