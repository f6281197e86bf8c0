package dev.headrace.io.lake.parquet;

import dev.headrace.transforms.records.Contract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** Writes one Parquet file: Snappy, and lists in three levels, as Redshift's COPY reads them. */
final class ParquetFile {
  private ParquetFile() {}

  /** Writes the records but for the field that is in the path. */
  static void write(Path file, Schema schema, String pathField, List<GenericRecord> records)
      throws IOException {
    Schema stored = Contract.without(schema, pathField);
    // Without Hadoop's default settings, which would be parsed from XML for every file.
    Configuration conf = new Configuration(false);
    conf.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(conf)
            .withSchema(stored)
            .withDataModel(new GenericData())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (GenericRecord record : records) {
        GenericRecord row = new GenericData.Record(stored);
        for (Schema.Field field : stored.getFields()) {
          row.put(field.pos(), record.get(field.name()));
        }
        writer.write(row);
      }
    }
  }
}
