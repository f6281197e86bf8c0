package dev.headrace.testdata.redshift;

import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import software.amazon.awssdk.core.sync.RequestBody;

/** Writes Parquet objects and manifests to S3. */
record StagedParquet(LocalS3 s3, String bucket) {
  /** One object; its length is what a manifest needs. */
  record StagedObject(String url, long length) {
    String entry(boolean mandatory) {
      return "{\"url\":\"%s\",\"mandatory\":%s,\"meta\":{\"content_length\":%d}}"
          .formatted(url, mandatory, length);
    }
  }

  /** Fills one row. */
  interface Row {
    void fill(Group group);
  }

  StagedObject file(String fields, Row... rows) {
    return file(fields, List.of(rows));
  }

  StagedObject file(String fields, List<Row> rows) {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    try {
      Path file = Files.createTempFile("staged", ".parquet");
      Files.delete(file);
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema).build()) {
        for (Row row : rows) {
          Group group = new SimpleGroup(schema);
          row.fill(group);
          writer.write(group);
        }
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return object("data/" + UUID.randomUUID() + ".parquet", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StagedObject object(String key, byte[] bytes) {
    s3.client().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    return new StagedObject("s3://" + bucket + "/" + key, bytes.length);
  }

  /** The URL of a manifest that lists the files, all mandatory. */
  String manifest(StagedObject... files) {
    List<String> entries = new ArrayList<>();
    for (StagedObject file : files) {
      entries.add(file.entry(true));
    }
    return manifestOf(entries.stream().collect(Collectors.joining(",")));
  }

  String manifestOf(String entries) {
    String json = "{\"entries\":[" + entries + "]}";
    return object(
            "manifests/" + UUID.randomUUID(),
            json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .url();
  }

  static String copy(String table, String manifest) {
    return "COPY " + table + " FROM '" + manifest + "' IAM_ROLE default FORMAT AS PARQUET MANIFEST";
  }
}
