package dev.headrace.pipelines.cli;

import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.RunnerSetup;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.transforms.secrets.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pipeline from the API to the warehouse. */
@Command(
    name = "run",
    description = {
      "Runs a pipeline: ingest, reprocess, load. A run that was stopped goes on where it was when it"
          + " is started again with the same options; one that is done changes nothing.",
      "Options of Beam and of its runner follow after --, such as -- --awsRegion=eu-west-1"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PIPELINE",
      completionCandidates = PipelineNames.class,
      description = "The pipeline: ${COMPLETION-CANDIDATES}.")
  private String pipeline = "";

  @Parameters(
      index = "1..*",
      paramLabel = "BEAM-OPTION",
      hideParamSyntax = true,
      description = "Options of Beam, after --.")
  private List<String> beamOptions = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of the run. Default: made of the start and the end.")
  private @Nullable String runId;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = Times.class,
      description =
          "First instant to fetch, as 2018-01-31 or 2018-01-31T00:00:00Z. Default: where the last"
              + " run ended.")
  private @Nullable Instant start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Where to stop; not fetched itself. Default: midnight before now, UTC.")
  private @Nullable Instant end;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "P1D",
      description = "How long a window is, as ISO 8601: P1D, PT6H. Default: ${DEFAULT-VALUE}.")
  private Duration step = Duration.ofDays(1);

  @Option(
      names = "--lookback",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "PT0S",
      description =
          "How far before the place where the last run ended to begin, for records that change or"
              + " arrive late. Default: ${DEFAULT-VALUE}.")
  private Duration lookback = Duration.ZERO;

  @Option(
      names = "--compare-with",
      paramLabel = "RUN-ID",
      description =
          "A run whose answers the API need not send again while they are the same, where it gives"
              + " an ETag or Last-Modified. Default: none.")
  private @Nullable String compareWith;

  @Option(
      names = "--api-url",
      paramLabel = "URL",
      converter = Urls.class,
      description = "Where the API is. Default: where the pipeline says.")
  private @Nullable URI apiUrl;

  @Option(
      names = "--page-size",
      paramLabel = "N",
      description = "Records a page. Default: what the pipeline says.")
  private @Nullable Integer pageSize;

  @Option(
      names = "--raw",
      paramLabel = "LOCATION",
      required = true,
      description = "Where answers land: s3://bucket, s3://bucket/prefix, or file:///folder.")
  private String raw = "";

  @Option(
      names = "--transformed",
      paramLabel = "LOCATION",
      required = true,
      description =
          "Where Parquet goes, likewise; a warehouse other than the demo's reads s3:// alone.")
  private String transformed = "";

  @Option(
      names = "--dead-letter",
      paramLabel = "LOCATION",
      required = true,
      description = "Where dead letters go, likewise.")
  private String deadLetter = "";

  @Option(
      names = "--staging",
      paramLabel = "LOCATION",
      required = true,
      description = "Where COPY's manifests go: s3://, in the cluster's region.")
  private String staging = "";

  @Option(
      names = "--warehouse-url",
      paramLabel = "JDBC-URL",
      required = true,
      description = "The warehouse, as jdbc:redshift://host:5439/database.")
  private String warehouseUrl = "";

  @Option(
      names = "--warehouse-user",
      paramLabel = "USER",
      required = true,
      description = "The user that loads.")
  private String warehouseUser = "";

  @Option(
      names = "--warehouse-password",
      paramLabel = "REFERENCE",
      description =
          "Where the password is: env:NAME, file:/path or the ARN of a secret in AWS Secrets"
              + " Manager, with #FIELD for a field of JSON. Default: none.")
  private @Nullable String warehousePassword;

  @Option(
      names = "--copy-role",
      paramLabel = "ROLE",
      defaultValue = "default",
      description =
          "The IAM role that COPY reads S3 with: default, or an ARN. Default: ${DEFAULT-VALUE}.")
  private String copyRole = "default";

  @Option(
      names = "--private-addresses",
      description = "Allows an API in a private network, which is refused otherwise.")
  private boolean privateAddresses;

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description =
          "What the API allows all workers together, retries included. Default: what the pipeline"
              + " says.")
  private @Nullable Integer requestsPerSecond;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "The same by the minute.")
  private @Nullable Integer requestsPerMinute;

  @Option(
      names = "--concurrent-requests",
      paramLabel = "N",
      description = "Requests in flight that the API allows all workers together.")
  private @Nullable Integer concurrentRequests;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Over how many shards the requests are spread. They share what the API allows, so there"
              + " should be as many as workers then. Default: 16, or 1 where the API has a limit.")
  private @Nullable Integer shards;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "32",
      description = "Requests in flight for every shard. Default: ${DEFAULT-VALUE}.")
  private int inFlight = 32;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description =
          "Buckets that records are spread over: the most Parquet files of a partition, and each"
              + " fits into a worker's memory. Default: one for every 64 MiB of bodies, at least 4.")
  private @Nullable Integer buckets;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Times a request is sent before it is a dead letter. Default: ${DEFAULT-VALUE}.")
  private int maxAttempts = 6;

  @Override
  public Integer call() throws Exception {
    requireLookbackFits();
    DefinitionProvider provider = provider();
    PipelineDefinition definition =
        provider.define(
            apiUrl == null ? provider.defaultBaseUrl() : apiUrl,
            pageSize == null ? provider.defaultPageSize() : pageSize);
    PipelineOptions options = options();
    RunSettings settings = settings(definition);
    requireSecrets(definition, settings, options);
    Progress progress = new Progress(spec.commandLine().getErr());
    progress.begin(settings.runId());
    RunReport report = new WholeRun(definition, settings, options, progress).execute();
    ReportPrinter.print(report, spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private void requireLookbackFits() {
    if (start != null && !lookback.isZero()) {
      throw new ParameterException(
          spec.commandLine(),
          "--lookback and --start exclude each other: a run looks back from where the last one"
              + " ended, and --start says where to begin instead");
    }
  }

  /** The warehouse is asked from here in any case, the API from where the pipelines run. */
  private static void requireSecrets(
      PipelineDefinition definition, RunSettings settings, PipelineOptions options) {
    Secrets.requireHere(settings.warehouse().secrets());
    if (setups().anyMatch(setup -> setup.runsHere(options))) {
      Secrets.requireHere(definition.auth().secrets());
    }
  }

  private static Stream<RunnerSetup> setups() {
    return ServiceLoader.load(RunnerSetup.class).stream().map(ServiceLoader.Provider::get);
  }

  private DefinitionProvider provider() {
    return ServiceLoader.load(DefinitionProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(known -> known.name().equals(pipeline))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "There is no pipeline \"%s\"; there are %s"
                        .formatted(pipeline, String.join(", ", new PipelineNames()))));
  }

  private RunSettings settings(PipelineDefinition definition) {
    Instant until = end == null ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS) : end;
    Budget budget = budget(definition.budget());
    RedshiftConnection warehouse = RedshiftConnection.of(warehouseUrl, warehouseUser);
    RunSettings.Builder settings = RunSettings.builder();
    if (buckets != null) {
      settings.buckets(buckets);
    }
    return settings
        .runId(runId == null ? runIdOf(start, until) : runId)
        .start(Optional.ofNullable(start))
        .end(until)
        .step(step)
        .lookback(lookback)
        .compareWith(Optional.ofNullable(compareWith))
        .privateAddresses(privateAddresses)
        .budget(Optional.of(budget))
        .raw(raw)
        .transformed(transformed)
        .deadLetter(deadLetter)
        .staging(staging)
        .warehouse(
            warehousePassword == null ? warehouse : warehouse.withPassword(warehousePassword))
        .iamRole(copyRole)
        .retries(Retries.defaults().withMaxAttempts(maxAttempts))
        .shards(shards == null ? defaultShards(budget) : shards)
        .maxInFlight(inFlight)
        .build();
  }

  private Budget budget(Budget known) {
    Budget budget = known;
    if (requestsPerSecond != null) {
      budget = budget.withRequestsPerSecond(requestsPerSecond);
    }
    if (requestsPerMinute != null) {
      budget = budget.withRequestsPerMinute(requestsPerMinute);
    }
    if (concurrentRequests != null) {
      budget = budget.withConcurrentRequests(concurrentRequests);
    }
    return budget;
  }

  private static int defaultShards(Budget budget) {
    return budget.isLimited() ? 1 : 16;
  }

  private static String runIdOf(@Nullable Instant start, Instant end) {
    String from = start == null ? "" : start + "--";
    return (from + end).replace(":", "");
  }

  private PipelineOptions options() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(beamOptions.toArray(String[]::new)).create();
    setups().forEach(setup -> setup.prepare(options));
    return options;
  }
}
