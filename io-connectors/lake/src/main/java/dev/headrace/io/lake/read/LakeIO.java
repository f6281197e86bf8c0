package dev.headrace.io.lake.read;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** Reads datasets of the transformed bucket. */
public final class LakeIO {
  private LakeIO() {}

  /**
   * Reads the rows of a dataset in a schema, which old files and new have to allow for.
   *
   * <p>The manifests say which files there are, once, when the transform is applied, and not again:
   * whatever a runner has to do twice, it does with the same files, and what is committed later is
   * not read. Where the pipeline is put together, the store has to be within reach. A dataset that
   * no run, or not the one asked for, has committed to by then is listed by the pipeline, which
   * fails if there is none still. A file that no manifest lists is not looked at. The field that a
   * dataset is partitioned by is put back into the record from the path. A column that a file does
   * not have is null. An int becomes a long, a float a double, a decimal one of more digits, also
   * in a list, where the schema asks for it; anything else fails the pipeline with the dataset, the
   * column, both types and the file: another type, a column that may be null in the file and not in
   * the schema, and one that has another name in the file, which is told by the schema's aliases
   * and by the {@code path} of the source that both come from.
   *
   * <p>Bounded. Every row of the files comes once, in no order. A file that is not what its
   * manifest lists, in bytes, SHA-256 or rows, fails the pipeline. How files are read, and what
   * memory and disk that takes, is told at {@link ReadFiles}.
   *
   * @param dataset where it lies, such as {@code s3://bucket/transformed/quakes}
   * @param schema that records are wanted in, such as a contract's
   * @throws IllegalArgumentException if the dataset is no location
   */
  public static Read read(String dataset, Schema schema) {
    String root = ObjectStores.requireRoot("dataset", dataset) + "/";
    List<String> columns = schema.getFields().stream().map(Schema.Field::name).toList();
    return new AutoValue_LakeIO_Read(root, schema, columns, Runs.all(), null, ObjectStores.FACTORY);
  }

  /** See {@link #read}. */
  @AutoValue
  public abstract static class Read extends PTransform<PBegin, PCollection<GenericRecord>> {
    private static final long serialVersionUID = 1L;

    abstract String dataset();

    abstract Schema schema();

    abstract List<String> columns();

    abstract Runs runs();

    abstract @Nullable SerializableFunction<String, Boolean> partitions();

    abstract ObjectStore.Factory stores();

    /**
     * Reads these partitions alone, and of other files nothing: dates in ISO 8601, or texts;
     * default is all. The dataset has to have partitions, and of one field: one whose partition was
     * changed is refused, unless the {@linkplain #withRuns runs} that are read agree.
     */
    public Read withPartitions(String... values) {
      checkArgument(values.length > 0, "partitions must be at least one, but there is none");
      Set<String> wanted = Set.of(values);
      return withPartitions(wanted::contains);
    }

    /** Reads the partitions whose value, a date in ISO 8601 or a text, is accepted. */
    public Read withPartitions(SerializableFunction<String, Boolean> accepted) {
      return new AutoValue_LakeIO_Read(dataset(), schema(), columns(), runs(), accepted, stores());
    }

    /** Reads what certain runs have written; default is {@link Runs#all()}. */
    public Read withRuns(Runs runs) {
      return new AutoValue_LakeIO_Read(
          dataset(), schema(), columns(), runs, partitions(), stores());
    }

    /** Reads some of the schema's columns, in the order given; default is all. */
    public Read withColumns(String... names) {
      checkArgument(names.length > 0, "columns must be at least one, but there is none");
      return new AutoValue_LakeIO_Read(
          dataset(), schema(), List.of(names), runs(), partitions(), stores());
    }

    /** Opens stores otherwise; default is {@link ObjectStores#FACTORY}. */
    public Read withStores(ObjectStore.Factory stores) {
      return new AutoValue_LakeIO_Read(
          dataset(), schema(), columns(), runs(), partitions(), stores);
    }

    @Override
    public PCollection<GenericRecord> expand(PBegin begin) {
      return files(begin)
          .apply("ReadFiles", ReadFiles.of(dataset(), schema(), stores()).withColumns(columns()))
          .apply(
              "Records",
              MapElements.into(TypeDescriptor.of(GenericRecord.class)).via(Read::valuesOf))
          .setCoder(AvroCoder.of(Columns.of(schema(), columns())));
    }

    private PCollection<StoredObject> files(PBegin begin) {
      try (ObjectStore store = stores().open(begin.getPipeline().getOptions())) {
        DatasetManifests written = DatasetManifests.read(store, dataset());
        return written.includes(runs())
            ? begin.apply("Files", Create.of(files(written)).withCoder(StoredObject.CODER))
            : begin
                .apply("Dataset", Create.of(dataset()))
                .apply("ReadManifests", ParDo.of(new ListFn(this)))
                .setCoder(StoredObject.CODER);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list the files of " + dataset(), e);
      }
    }

    private List<StoredObject> files(DatasetManifests written) {
      List<StoredObject> files = written.files(runs());
      SerializableFunction<String, Boolean> accepted = partitions();
      return accepted == null ? files : new ChosenPartitions(dataset(), accepted).of(files);
    }

    private static GenericRecord valuesOf(RecordOutcome outcome) {
      return ((SourceRecord) outcome).conformed();
    }
  }

  /** Lists what was not there yet when the pipeline was put together. */
  static final class ListFn extends DoFn<String, StoredObject> {
    private static final long serialVersionUID = 1L;
    private final Read settings;

    ListFn(Read settings) {
      this.settings = settings;
    }

    @ProcessElement
    public void process(
        @Element String dataset, PipelineOptions options, OutputReceiver<StoredObject> out)
        throws IOException {
      try (ObjectStore store = settings.stores().open(options)) {
        settings.files(DatasetManifests.read(store, dataset)).forEach(out::output);
      }
    }
  }
}
