package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.TEXTS;
import static dev.headrace.pipelines.yaml.Values.checked;

import dev.headrace.io.lake.parquet.DatasetFiles.Compression;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/** Reads what becomes of the records: format, contract, steps, dataset, table. */
final class RecordPart {
  private static final RunPaths ANY_PATHS =
      new RunPaths("s3://a", "s3://b", "s3://c", "s3://d", "source", "resource", "run");
  private static final Reader<RecordFormat> JSON_RECORDS =
      setting ->
          TEXT.read(setting)
              .flatMap(path -> Settings.attempt(setting, () -> RecordFormat.json(path)));

  private final Settings file;
  private final Optional<Contract> contract;
  private final Optional<Schema> schema;
  private final List<String> keys;
  private final Optional<String> version;
  private final Optional<String> partition;

  RecordPart(Settings file, Path folder) {
    this.file = file;
    this.contract = file.required("contract", new ContractSection(folder).reader());
    this.schema = contract.map(Contract::schema);
    this.keys = file.optional("keys", fitting(TEXTS, KeepLatest::by)).orElse(List.of());
    this.version = file.optional("version", fitting(TEXT, KeepLatest.keepingAll()::withVersion));
    this.partition =
        file.optional("partition", fitting(TEXT, KeepLatest.keepingAll()::withPartition));
  }

  void into(PipelineDefinition.Builder definition) {
    contract.ifPresent(definition::contract);
    definition.keys(keys).version(version).partition(partition);
    file.requireOneOf("records", "format");
    file.fill(definition)
        .with("records", JSON_RECORDS, PipelineDefinition.Builder::format)
        .with("format", FormatSection.READER, PipelineDefinition.Builder::format)
        .with("reshape", ReshapeSection.READER, PipelineDefinition.Builder::reshape)
        .require("dataset", checked(TEXT, ANY_PATHS::dataset), PipelineDefinition.Builder::dataset)
        .with("steps", new StepsSection(schema).reader(), PipelineDefinition.Builder::steps)
        .with("reject-duplicates", checked(Values.FLAG, this::requireKeys), this::rejecting)
        .with("run-rules", runRules(), PipelineDefinition.Builder::runRules)
        .with(
            "order",
            fitting(TEXTS, KeepLatest.keepingAll()::withOrder),
            PipelineDefinition.Builder::order)
        .with(
            "compression", Values.oneOf(Compression.class), PipelineDefinition.Builder::compression)
        .with(
            "file-size",
            checked(Values.SIZE, PipelineDefinition::requireFileSize),
            PipelineDefinition.Builder::fileSize)
        .require("table", table(), PipelineDefinition.Builder::table);
  }

  private PipelineDefinition.Builder rejecting(
      PipelineDefinition.Builder definition, boolean rejecting) {
    return definition.rejectDuplicates(rejecting);
  }

  private void requireKeys(boolean rejecting) {
    if (rejecting && keys.isEmpty() && file.isSound()) {
      KeepLatest unused = KeepLatest.keepingAll().rejectingDuplicates();
    }
  }

  /** Fields that the contract has, in a type that they can be used so in. */
  private <T> Reader<T> fitting(Reader<T> reader, Function<T, KeepLatest> use) {
    return checked(
        reader, fields -> schema.ifPresent(known -> use.apply(fields).requireFits(known)));
  }

  private Reader<RunRules> runRules() {
    return fitting(
        RunRulesSection.READER,
        rules ->
            rules
                .freshnessField()
                .map(KeepLatest.keepingAll()::withNewest)
                .orElse(KeepLatest.keepingAll()));
  }

  private Reader<RedshiftTable> table() {
    Optional<Schema> columns =
        schema.map(all -> partition.map(name -> Contract.without(all, name)).orElse(all));
    return new TableSection(columns, keys, version).reader();
  }
}
