package dev.headrace.io.lake.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionariesTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Thing")
          .fields()
          .requiredLong("id")
          .requiredString("part")
          .requiredLong("different")
          .optionalString("kind")
          .requiredInt("rank")
          .endRecord();
  private static final int ROWS_OF_A_PAGE = 20_000;

  @TempDir private Path folder;

  private static RecordOutcome thing(long id, String part, @Nullable String kind, int rank) {
    return SourceRecord.of(new byte[0], Origin.of("part", 0, id))
        .withValues(
            new GenericRecordBuilder(SCHEMA)
                .set("id", id)
                .set("part", new Utf8(part))
                .set("different", id * 0x9E37_79B9_7F4AL)
                .set("kind", kind == null ? null : new Utf8(kind))
                .set("rank", rank)
                .build());
  }

  /** Whether the columns of a partition's file have a dictionary. */
  private Map<String, Boolean> dictionaries(String part) throws IOException {
    Path file = folder.resolve("transformed/things/part=" + part + "/r1-0.parquet");
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      Map<String, Boolean> dictionaries = new TreeMap<>();
      for (ColumnChunkMetaData column : reader.getFooter().getBlocks().get(0).getColumns()) {
        dictionaries.put(
            column.getPath().toDotString(),
            column.getEncodings().stream().anyMatch(Encoding::usesDictionary));
      }
      return dictionaries;
    }
  }

  @Test
  void aColumnKeepsItsDictionaryWhereAnEarlierFileHadNoneOfItsValuesOrFewRows() throws IOException {
    List<RecordOutcome> things = new ArrayList<>();
    long id = 0;
    for (; id < 3; id++) {
      things.add(thing(id, "1-few-rows", "kind " + id, (int) id));
    }
    for (; id < 3 + ROWS_OF_A_PAGE; id++) {
      things.add(thing(id, "2-without-kind", null, (int) id % 5));
    }
    for (; id < 3 + 2 * ROWS_OF_A_PAGE; id++) {
      things.add(thing(id, "3-with-kind", "kind " + id % 3, (int) id % 5));
    }
    RunPaths paths = TestLake.paths(folder, "r1");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(things).withCoder(RecordOutcomeCoder.of(SCHEMA)))
        .apply(KeepLatest.by("id").withPartition("part").withBuckets(1))
        .apply(
            WriteParquet.of(
                paths,
                DatasetFiles.of(paths, "things", SCHEMA).withPartition("part").withUnique("id"),
                "2026-11-23",
                ObjectStores.FACTORY));
    pipeline.run();

    assertThat(
        dictionaries("2-without-kind"),
        is(Map.of("id", false, "different", false, "kind", false, "rank", true)));
    assertThat(
        dictionaries("3-with-kind"),
        is(Map.of("id", false, "different", false, "kind", true, "rank", true)));
  }
}
