package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet file on the local disk, without a Hadoop file system. */
final class ParquetRows {
  private ParquetRows() {}

  /** Makes of a file's columns what turns its rows into PostgreSQL's. */
  @FunctionalInterface
  interface Encoding {
    RowEncoder of(MessageType schema) throws CopyException;
  }

  /** Encodes the rows in their order. */
  static void encode(Path file, Encoding encoding, CopyBinary out)
      throws IOException, SQLException {
    // Hadoop's default settings would be parsed from XML for every file.
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      FileMetaData meta = reader.getFooter().getFileMetaData();
      RowEncoder encoder = encoding.of(meta.getSchema());
      ParquetRow row = new ParquetRow(meta.getSchema(), encoder.jsonFields());
      MessageColumnIO columns =
          new ColumnIOFactory(meta.getCreatedBy()).getColumnIO(meta.getSchema());
      for (@Nullable PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<ParquetRow> rows = columns.getRecordReader(pages, row);
        for (long left = pages.getRowCount(); left > 0; left--) {
          encoder.encode(rows.read(), out);
        }
      }
      out.flush();
    }
  }
}
