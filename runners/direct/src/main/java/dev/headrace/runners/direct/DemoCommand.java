package dev.headrace.runners.direct;

import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.cli.Headrace.Subcommand;
import dev.headrace.pipelines.cli.Progress;
import dev.headrace.pipelines.cli.ReportPrinter;
import dev.headrace.pipelines.cli.Times;
import dev.headrace.pipelines.earthquakes.Earthquakes;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.testdata.redshift.LocalRedshift;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the earthquakes pipeline against stand-ins on this machine. */
@Command(
    name = "demo",
    description = {
      "Runs the earthquakes pipeline from an API to a warehouse on this machine alone: real"
          + " events of the U.S. Geological Survey, served with some trouble on purpose, land in"
          + " a local S3, become Parquet and are loaded into a local Redshift.",
      "Started again, it goes on where it was stopped, or finds nothing to do."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer>, Subcommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      defaultValue = "headrace-data",
      description = "Where the buckets and the warehouse are kept. Default: ${DEFAULT-VALUE}.")
  private Path dataDir = Path.of("headrace-data");

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of the run. Default: demo, or demo-without-faults.")
  private @Nullable String runId;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "2018-01-31",
      description =
          "First instant to fetch; the data begin on 2018-01-31. Default: ${DEFAULT-VALUE}.")
  private Instant start = Instant.EPOCH;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "2018-02-08",
      description = "Where to stop; the data end on 2018-02-07. Default: ${DEFAULT-VALUE}.")
  private Instant end = Instant.EPOCH;

  @Option(
      names = "--page-size",
      paramLabel = "N",
      defaultValue = "50",
      description = "Events a page. Default: ${DEFAULT-VALUE}.")
  private int pageSize = 50;

  @Option(names = "--no-faults", description = "Lets the API serve without trouble.")
  private boolean noFaults;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "What to ask the warehouse in the end. Default: the events of every day.")
  private String query =
      "SELECT CAST(time AS DATE) AS day, COUNT(*) AS events, MAX(magnitude) AS strongest"
          + " FROM earthquakes GROUP BY 1 ORDER BY 1";

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println("starting   an API, an S3 and a Redshift on this machine");
    err.flush();
    try (StandIns standIns =
        StandIns.start(dataDir, noFaults ? DemoScript.calm() : DemoScript.troubled())) {
      RunReport report = run(standIns, new Progress(err));
      ReportPrinter.print(report, out);
      out.println();
      out.println(query);
      SqlAnswer.print(standIns.redshift().jdbcUrl(), LocalRedshift.USER, query, out);
      out.println();
      out.println(
          standIns.api().requestCount()
              + " requests reached the API in this run; all files are below "
              + dataDir);
      out.flush();
    }
    return ExitCode.OK;
  }

  private RunReport run(StandIns standIns, Progress progress) throws IOException, SQLException {
    PipelineDefinition definition = new Earthquakes().define(standIns.api().baseUri(), pageSize);
    PipelineOptions options = PipelineOptionsFactory.create();
    standIns.applyTo(options);
    new DirectSetup().prepare(options);
    return new WholeRun(definition, settings(standIns.redshift()), options, progress).execute();
  }

  private RunSettings settings(LocalRedshift redshift) {
    return RunSettings.builder()
        .runId(Optional.ofNullable(runId).orElse(noFaults ? "demo-without-faults" : "demo"))
        .start(Optional.of(start))
        .end(end)
        .raw("s3://raw")
        .transformed("s3://transformed")
        .deadLetter("s3://dead-letter")
        .staging("s3://staging")
        .warehouse(RedshiftConnection.of(redshift.jdbcUrl(), redshift.user()))
        .iamRole("arn:aws:iam::123456789012:role/headrace-copy")
        .retries(
            Retries.defaults()
                .withMaxAttempts(5)
                .withDelays(Duration.ofMillis(200), Duration.ofSeconds(2)))
        .privateAddresses(true)
        .shards(8)
        .buckets(2)
        .build();
  }
}
