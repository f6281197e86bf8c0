package dev.headrace.runners.direct;

import dev.headrace.pipelines.cli.Headrace.Subcommand;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a local Redshift open for other programs. */
@Command(
    name = "warehouse",
    description = {
      "Starts a local Redshift that Amazon's JDBC driver and psql connect to, on this machine"
          + " only, and a local S3 for its COPY and UNLOAD and for the buckets of a run.",
      "On the folder of a demo it shows what the demo has loaded. Ctrl-C stops it; what it holds"
          + " is kept."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class WarehouseCommand implements Callable<Integer>, Subcommand {
  private static final String PASSWORD = "headrace";
  private static final int MOST = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      defaultValue = "headrace-data",
      description = "Where the buckets and the warehouse are kept. Default: ${DEFAULT-VALUE}.")
  private Path dataDir = Path.of("headrace-data");

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where to listen, 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      interactive = true,
      arity = "0..1",
      defaultValue = PASSWORD,
      description = "What clients must give; asked for if left out. Default: ${DEFAULT-VALUE}.")
  private String password = PASSWORD;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > MOST) {
      throw new IllegalArgumentException("--port must be 0 to " + MOST + ", but is " + port);
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("--password must not be empty: no client logs in without");
    }
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped)));
    try {
      serve(out, stop);
      out.println("stopped    " + dataDir + " keeps what is in the warehouse");
      out.flush();
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK;
  }

  private void serve(PrintWriter out, CountDownLatch stop)
      throws IOException, InterruptedException {
    try (StandIns standIns = StandIns.start(dataDir, DemoScript.calm());
        RedshiftEndpoint endpoint = listen(standIns.redshift())) {
      out.println("JDBC       " + endpoint.jdbcUrl());
      out.println(
          "psql       psql -h 127.0.0.1 -p %d -U %s dev"
              .formatted(endpoint.port(), LocalRedshift.USER));
      out.println("user       " + LocalRedshift.USER);
      out.println("password   " + (password.equals(PASSWORD) ? PASSWORD : "as you chose it"));
      out.println("S3         " + standIns.s3().endpoint());
      out.println("buckets    s3://raw, s3://transformed, s3://dead-letter, s3://staging");
      out.println(
          "keys       AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=%s"
              .formatted(
                  standIns.s3().accessKeyId(),
                  standIns.s3().secretAccessKey(),
                  standIns.s3().region()));
      out.println("stop       Ctrl-C");
      out.flush();
      stop.await();
    }
  }

  private RedshiftEndpoint listen(LocalRedshift redshift) {
    try {
      return redshift.listen(port, password);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("--port must be free, but " + port + " is taken", e);
    }
  }

  /** Lets the warehouse end in order before the process does. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
