package dev.headrace.runners.spark.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster on this machine: a master and workers of one core, each a JVM, that
 * start executors in further JVMs.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final String WORKER_MEMORY = "1g";
  private static final String DAEMON_HEAP = "256m";
  private static final int GRACE_SECONDS = 5;

  private final Path folder;
  private final JvmProcess master;
  private final String url;
  private final List<JvmProcess> workers = new ArrayList<>();

  private StandaloneCluster(Path folder, JvmProcess master, String url) {
    this.folder = folder;
    this.master = master;
    this.url = url;
  }

  /** Starts one. */
  static StandaloneCluster start(Path folder, int workers)
      throws IOException, InterruptedException {
    JvmProcess master =
        SparkHome.start(
            folder.resolve("master.log"),
            DAEMON_HEAP,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    StandaloneCluster cluster =
        new StandaloneCluster(folder, master, master.awaitLine(MASTER).group(1));
    for (int i = 0; i < workers; i++) {
      cluster.startWorker();
    }
    for (JvmProcess worker : cluster.workers) {
      worker.awaitLine(REGISTERED);
    }
    return cluster;
  }

  private void startWorker() throws IOException {
    String name = "worker-" + workers.size();
    JvmProcess worker =
        SparkHome.start(
            folder.resolve(name + ".log"),
            DAEMON_HEAP,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                WORKER_MEMORY,
                "--work-dir",
                folder.resolve(name).toString(),
                url));
    workers.add(worker);
  }

  /** Where jobs are submitted to. */
  String url() {
    return url;
  }

  /** Where the workers keep what their executors write, in a folder for each. */
  Path folder() {
    return folder;
  }

  /** The processes that tasks run in: what the workers have started. */
  List<ProcessHandle> executors() {
    return workers.stream()
        .flatMap(worker -> worker.handle().children())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Ends everything, the executors first: they are in other processes than their workers. */
  @Override
  public void close() throws InterruptedException {
    executors().forEach(ProcessHandle::destroyForcibly);
    for (JvmProcess process : Stream.concat(workers.stream(), Stream.of(master)).toList()) {
      process.end(GRACE_SECONDS);
    }
  }
}
