package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * A standalone Spark cluster: a master and two workers of one core, each a JVM, on loopback. The
 * class path of executors is what a job says it is.
 */
final class Workers implements AutoCloseable {
  static final int COUNT = 2;

  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
  private static final Pattern REGISTERED =
      Pattern.compile("(Successfully registered) with master");
  private static final String HEAP = "256m";
  private static final int GRACE_SECONDS = 10;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String url = "";

  private Workers(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts them.
   *
   * @param megabytes that a worker has for executors
   */
  static Workers start(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder.resolve("jars"));
    Workers workers = new Workers(folder);
    workers.url = workers.start(MASTER, Master.class, List.of());
    for (int i = 0; i < COUNT; i++) {
      List<String> args =
          List.of(
              "--cores",
              "1",
              "--memory",
              megabytes + "m",
              "--work-dir",
              folder.resolve("work-" + i).toString(),
              workers.url);
      workers.start(REGISTERED, Worker.class, args);
    }
    return workers;
  }

  private String start(Pattern told, Class<?> main, List<String> more) throws IOException {
    List<String> args = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
    args.addAll(List.of("--webui-port", "0"));
    args.addAll(more);
    ProcessBuilder builder = Jvm.of(main, HEAP, args).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", folder.toString(),
                "SPARK_SCALA_VERSION", "2.12",
                // What is waited for is told at this level.
                "HEADRACE_LOG", "info"));
    Process process = builder.start();
    processes.add(process);
    return await(told, process);
  }

  /** The rest of what it tells is of no interest, but has to be taken from it. */
  private static String await(Pattern told, Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line; (line = out.readLine()) != null; ) {
      Matcher matcher = told.matcher(line);
      if (matcher.find()) {
        drain(out);
        return matcher.group(1);
      }
      all.append(line).append('\n');
    }
    throw new IOException("A process of the cluster has ended:\n" + all);
  }

  private static void drain(BufferedReader out) {
    Thread thread =
        new Thread(
            () -> {
              try (out) {
                while (out.readLine() != null) {
                  // It goes on.
                }
              } catch (IOException e) {
                // It has ended.
              }
            },
            "cluster-output");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where jobs go. */
  String url() {
    return url;
  }

  /** Ends them, the executors with their workers. */
  @Override
  public void close() {
    try {
      processes.forEach(Process::destroy);
      for (Process process : processes) {
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }
}
