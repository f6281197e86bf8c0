package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.RedshiftTable;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.jspecify.annotations.Nullable;

/** The steps of a write: encode, part files from rejected rows, gather the files, load. */
final class WriteGraph<T> {
  private static final TupleTag<LoadResult> LOADS = LoadPaneFn.LOADS;
  private static final TupleTagList REFUSED_TOO = TupleTagList.of(LoadPaneFn.REFUSED);

  private final WriteSettings<T> write;

  WriteGraph(WriteSettings<T> write) {
    this.write = write;
  }

  WriteResult expand(PCollection<T> input) {
    Encoding<T> encoding = encoding(input);
    LoadPaneFn.Settings settings = settings(encoding);
    PCollection<Encoded> encoded = new EncodeGraph<>(write, encoding).expand(input);
    PCollection<RejectedRow> rejected =
        encoded
            .apply("RejectedOnly", Filter.by(each -> each.rejected() != null))
            .apply(
                "TakeRejected",
                MapElements.into(TypeDescriptor.of(RejectedRow.class))
                    .via(each -> Objects.requireNonNull(each.rejected())))
            .setCoder(RejectedRow.CODER);
    PCollectionTuple loaded =
        files(encoded)
            .apply("GatherFiles", GroupByKey.create())
            .apply("Load", ParDo.of(new LoadPaneFn(settings)).withOutputTags(LOADS, REFUSED_TOO));
    PCollection<LoadResult> loads = loaded.get(LOADS).setCoder(LoadResult.CODER);
    PCollection<RejectedRow> refused = loaded.get(LoadPaneFn.REFUSED).setCoder(RejectedRow.CODER);
    return new WriteResult(input.getPipeline(), loads, both(rejected, refused));
  }

  private static PCollection<RejectedRow> both(
      PCollection<RejectedRow> rejected, PCollection<RejectedRow> refused) {
    return PCollectionList.of(rejected)
        .and(Panes.like(rejected, refused, "AsRejected"))
        .apply("RejectedOrRefused", Flatten.pCollections());
  }

  private Encoding<T> encoding(PCollection<T> input) {
    return new Encoding<>(
        write.format(),
        destination(),
        WriteSettings.required(write.stores(), "withStaging(stores, location)"),
        WriteSettings.required(write.staging(), "withStaging(stores, location)"),
        WriteSettings.required(write.loadId(), "withLoadId(loadId)"),
        WindowNames.of(input.getWindowingStrategy().getWindowFn()),
        write.rowPolicy(),
        write.stagingFormat(),
        write.fileBytes());
  }

  private SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> destination() {
    @Nullable RedshiftTable table = write.table();
    return table == null ? WriteSettings.required(write.tables(), "to(table)") : element -> table;
  }

  private LoadPaneFn.Settings settings(Encoding<T> encoding) {
    return new LoadPaneFn.Settings(
        WriteSettings.required(write.connection(), "withConnection(connection)"),
        encoding.stores(),
        encoding.staging(),
        encoding.loadId(),
        encoding.windows(),
        write.ledger(),
        write.options(),
        write.copyFormat(),
        write.iamRole(),
        write.mayReject(),
        write.rowErrors() == RowErrors.ISOLATE,
        write.keepsStaged());
  }

  static boolean isBounded(PCollection<?> input) {
    return input.isBounded() == PCollection.IsBounded.BOUNDED;
  }

  private PCollection<KV<String, StagedFile>> files(PCollection<Encoded> encoded) {
    PCollection<KV<String, StagedFile>> files =
        encoded
            .apply("FilesOnly", Filter.by(each -> each.file() != null))
            .apply(
                "TakeFiles",
                MapElements.into(
                        TypeDescriptors.kvs(
                            TypeDescriptors.strings(), TypeDescriptor.of(StagedFile.class)))
                    .via(WriteGraph::byTable))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(StagedFile.class)));
    return withEmptyLoad(triggered(files, "TriggerLoads"));
  }

  private static KV<String, StagedFile> byTable(Encoded encoded) {
    StagedFile file = Objects.requireNonNull(encoded.file());
    return KV.of(file.table().name(), file);
  }

  /** One table and all of a bounded input are loaded also without a row. */
  private PCollection<KV<String, StagedFile>> withEmptyLoad(
      PCollection<KV<String, StagedFile>> files) {
    RedshiftTable table = write.stagedTable();
    boolean global = files.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
    if (table == null || !global || !isBounded(files)) {
      return files;
    }
    PCollection<KV<String, StagedFile>> nothing =
        files
            .getPipeline()
            .apply(
                "EvenIfEmpty",
                Create.of(KV.of(table.name(), StagedFile.nothing(table)))
                    .withCoder(files.getCoder()));
    return PCollectionList.of(files)
        .and(triggered(nothing, "TriggerEmptyLoad"))
        .apply("Files", Flatten.pCollections());
  }

  private <V> PCollection<V> triggered(PCollection<V> values, String name) {
    return Panes.every(write.triggeringFrequency(), values, name);
  }
}
