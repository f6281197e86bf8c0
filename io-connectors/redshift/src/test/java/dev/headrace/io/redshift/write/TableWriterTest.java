package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.google.common.collect.Iterables;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.S3Store;
import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {
  private static final Schema SCHEMA =
      Schema.builder().addNullableField("content", FieldType.BYTES).build();
  private static final RedshiftTable PICTURES =
      RedshiftTable.of("pictures", List.of(Column.converted("content", "VARBYTE(1000000)", false)));
  private static final long TARGET_BYTES = 2L << 20;

  @TempDir Path directory;
  private LocalS3 s3;
  private ObjectStore store;

  @BeforeEach
  void startS3() {
    s3 = LocalS3.at(directory).withBucket("lake");
    store = new S3Store(s3.endpoint());
  }

  @AfterEach
  void stopS3() {
    store.close();
    s3.close();
  }

  private TableWriter writer() {
    return new TableWriter(
        PICTURES,
        store,
        "s3://lake/staging/",
        RowPolicy.STRICT,
        StagingFormat.PARQUET,
        TARGET_BYTES);
  }

  private static Row picture(byte[] content) {
    return Row.withSchema(SCHEMA).addValue(content).build();
  }

  private static void writeNone(TableWriter writer) throws IOException {
    try {
      writer.write(Row.nullRow(SCHEMA));
      throw new AssertionError("A picture without content was taken");
    } catch (RejectedRowException e) {
      assertThat(e.column(), is("content"));
    }
  }

  @Test
  void howManyRowsWereRejectedStandsWithTheFileOfThoseThatWereNot() throws Exception {
    try (TableWriter writer = writer()) {
      writer.write(picture(new byte[1]));
      writeNone(writer);
      writeNone(writer);

      StagedFile file = Iterables.getOnlyElement(writer.finish());

      assertThat(file.object().records(), is(1L));
      assertThat(file.rejected(), is(2L));
      assertThat(file.firstRejection(), containsString("NULL"));
    }
  }

  @Test
  void howManyRowsWereRejectedIsToldAlsoWithoutAFile() throws Exception {
    try (TableWriter writer = writer()) {
      writeNone(writer);

      StagedFile none = Iterables.getOnlyElement(writer.finish());

      assertThat(none.object().records(), is(0L));
      assertThat(none.rejected(), is(1L));
    }
  }

  @Test
  void aFileOfWideRowsEndsWhereItIsFull() throws Exception {
    Random random = new Random(7);
    try (TableWriter writer = writer()) {
      for (int i = 0; i < 20; i++) {
        byte[] content = new byte[500_000];
        random.nextBytes(content);
        writer.write(picture(content));
      }

      List<StagedFile> files = writer.finish();

      assertThat(files, hasSize(4));
      assertThat(
          files.stream().map(file -> file.object().bytes()).toList(),
          everyItem(is(lessThan(TARGET_BYTES + 1_000_000))));
      assertThat(files.stream().mapToLong(file -> file.object().records()).sum(), is(20L));
    }
  }
}
