package dev.headrace.pipelines.cli;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.lake.compact.ReplacedFiles;
import dev.headrace.io.lake.compact.SmallFiles;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.pipelines.run.Compact;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compacts the dataset of a pipeline, and deletes what compactions have replaced. */
@Command(
    name = "compact",
    description = {
      "Compacts a pipeline's dataset: where a partition has many small files, few take their place,"
          + " with the latest row of every key. A compaction that was stopped goes on when it is"
          + " started again with the same --run-id. The API and the warehouse are not asked.",
      "Options of Beam and of its runner follow after --, such as -- --awsRegion=eu-west-1"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompactCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineChoice choice = new PipelineChoice();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      required = true,
      description = "Name of the compaction; another id is another compaction.")
  private String runId = "";

  @Mixin private BucketOptions buckets = new BucketOptions();

  @Option(
      names = "--smaller-than",
      paramLabel = "SIZE",
      converter = Sizes.class,
      defaultValue = "32MiB",
      description =
          "Which files are small; those in their place have up to about twice as much. Default:"
              + " ${DEFAULT-VALUE}.")
  private long smallerThan = 32L << 20;

  @Option(
      names = "--more-than",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "A partition is left alone that has so many small files or fewer. Default:"
              + " ${DEFAULT-VALUE}.")
  private int moreThan = 8;

  @Option(
      names = "--delete-after",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "Deletes files that a compaction has replaced so long ago, such as P7D. Until then"
              + " readers that list folders, such as Athena, find their rows twice. Take longer than"
              + " any reader takes, and any run from its reprocessing to its load. Default: nothing"
              + " is deleted.")
  private @Nullable Duration deleteAfter;

  @Override
  public Integer call() throws IOException {
    checkArgument(
        deleteAfter == null || !deleteAfter.isNegative(),
        "deleteAfter must be at least 0, but was %s",
        deleteAfter);
    DefinitionProvider provider = choice.provider(spec.commandLine());
    PipelineDefinition definition =
        provider.define(provider.defaultBaseUrl(), provider.defaultPageSize());
    SmallFiles small = SmallFiles.defaults().withMoreThan(moreThan).withLessThan(smallerThan);
    RunPaths paths = paths(definition);
    PipelineOptions options = choice.options();
    Progress progress = new Progress(spec.commandLine().getErr());
    Optional<RunManifest> compacted = Compact.execute(definition, paths, small, options, progress);
    tell(definition.dataset(), compacted);
    if (deleteAfter != null) {
      delete(paths.dataset(definition.dataset()), deleteAfter, options);
    }
    return ExitCode.OK;
  }

  /** A compaction stages nothing, and so the place for it is any. */
  private RunPaths paths(PipelineDefinition definition) {
    return new RunPaths(
        buckets.raw(),
        buckets.transformed(),
        buckets.deadLetter(),
        buckets.transformed(),
        definition.source(),
        definition.resource(),
        runId);
  }

  private void tell(String dataset, Optional<RunManifest> compacted) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        compacted.isEmpty()
            ? "Nothing to compact: no partition of %s has more than %s small files"
                .formatted(dataset, Amounts.of(moreThan))
            : told(dataset, compacted.get()));
    out.flush();
  }

  private static String told(String dataset, RunManifest compacted) {
    long bytes = compacted.objects().stream().mapToLong(StoredObject::bytes).sum();
    return "Compacted %s: %s files gave way to %s (%s); %s rows read = %s written + %s duplicates"
        .formatted(
            dataset,
            Amounts.of(compacted.replaces().size()),
            Amounts.of(compacted.objects().size()),
            Amounts.bytes(bytes),
            Amounts.of(compacted.count(Account.READ)),
            Amounts.of(compacted.count(Account.WRITTEN)),
            Amounts.of(compacted.count(Account.DUPLICATES)));
  }

  private void delete(String dataset, Duration age, PipelineOptions options) throws IOException {
    try (ObjectStore store = ObjectStores.open(options)) {
      int deleted = ReplacedFiles.delete(store, dataset, age, Clock.systemUTC()).size();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "Deleted %s replaced files of compactions that are %s old or older"
              .formatted(Amounts.of(deleted), age));
      out.flush();
    }
  }
}
