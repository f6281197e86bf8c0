package dev.headrace.benchmarks;

import dev.headrace.pipelines.cli.TextTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast requests are fetched. */
@Command(
    name = "fetch",
    description = {
      "Fetches from a server on this machine, which takes its time to answer, in several ways in"
          + " turn, each in a JVM of its own, and prints the medians of all rounds.",
      "The fetching phase lasts from the first request that arrives to the last answer that is"
          + " sent; what comes before is start-up."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FetchBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Requests of a round; RequestResponseIO sends a tenth. Default: ${DEFAULT-VALUE}.")
  private int requests = 5_000;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      defaultValue = "50",
      description = "Milliseconds that the server takes. Default: ${DEFAULT-VALUE}.")
  private int latency = 50;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Requests in flight in all, for everyone who has such a setting. Default:"
              + " ${DEFAULT-VALUE}.")
  private int inFlight = 64;

  @Option(
      names = "--rounds",
      paramLabel = "K",
      defaultValue = "3",
      description = "Rounds; in each, everyone has a turn. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FetchBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rounds.requireAtLeastOne(spec, "--requests", requests);
    Rounds.requireAtLeastOne(spec, "--in-flight", inFlight);
    Rounds.requireAtLeastOne(spec, "--rounds", rounds);
    try (ServerProcess server = ServerProcess.start(Duration.ofMillis(latency))) {
      Round round = new Round(server, requests, inFlight);
      print(
          Rounds.interleaved(
              rounds,
              List.of(Contestant.values()),
              Contestant::title,
              round::measure,
              spec.commandLine().getErr()));
    }
    return ExitCode.OK;
  }

  private void print(Map<Contestant, List<Measurement>> measured) {
    double plain = rate(measured, Contestant.PLAIN);
    double requestResponse = rate(measured, Contestant.REQUEST_RESPONSE);
    TextTable table =
        new TextTable(
            "contestant",
            "requests",
            "requests/s",
            "wall s",
            "start-up s",
            "max concurrent",
            "to plain",
            "to RequestResponseIO");
    measured.forEach(
        (contestant, all) -> {
          double rate = rate(measured, contestant);
          table.row(
              contestant.title(),
              all.get(0).requests(),
              Medians.text("%.0f", rate),
              Medians.text("%.1f", all, m -> Measurement.seconds(m.wall())),
              Medians.text("%.1f", all, m -> Measurement.seconds(m.startUp())),
              Medians.text("%.0f", all, Measurement::maxConcurrent),
              Medians.text("%.2f", rate / plain),
              Medians.text("%.1f", rate / requestResponse));
        });
    table.print(spec.commandLine().getOut());
  }

  private static double rate(Map<Contestant, List<Measurement>> measured, Contestant contestant) {
    return Medians.of(measured.getOrDefault(contestant, List.of()), Measurement::requestsPerSecond);
  }
}
