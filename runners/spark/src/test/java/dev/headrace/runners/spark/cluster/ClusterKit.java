package dev.headrace.runners.spark.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.runners.spark.BuiltJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;

/**
 * A Spark cluster of two workers with an S3 and a Redshift, and runs that are submitted to it. All
 * that processes tell is kept below {@code target/cluster}.
 */
final class ClusterKit implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final String DRIVER_HEAP = "600m";
  private static final String ROOMY_HEAP = "1500m";
  private static final String EXECUTOR_MEMORY = "600m";
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  /** What a Glue script can see of libraries that the job jar has in other versions. */
  private static final String SEEN_BY_SCRIPTS =
      "software.amazon.awssdk.services.s3.S3Client,com.google.common.collect.ImmutableList,"
          + "com.fasterxml.jackson.databind.ObjectMapper,org.apache.parquet.hadoop.ParquetWriter";

  private final Path folder;
  private final StandIns standIns;
  private final StandaloneCluster cluster;
  private final AtomicInteger runs = new AtomicInteger();
  private final Map<RunOf, CollectedResult> undisturbed = new HashMap<>();

  private ClusterKit(Path folder, StandIns standIns, StandaloneCluster cluster) {
    this.folder = folder;
    this.standIns = standIns;
    this.cluster = cluster;
  }

  static ClusterKit start() throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of("target", "cluster").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "kit-");
    StandIns standIns = StandIns.start(folder);
    try {
      return new ClusterKit(folder, standIns, StandaloneCluster.start(folder, WORKERS));
    } catch (IOException | InterruptedException | RuntimeException e) {
      standIns.close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  StandIns standIns() {
    return standIns;
  }

  StandaloneCluster cluster() {
    return cluster;
  }

  /** What a run on the cluster comes to that is left alone; it runs once for all tests. */
  synchronized CollectedResult undisturbed(RunOf run)
      throws IOException, InterruptedException, SQLException {
    CollectedResult known = undisturbed.get(run);
    if (known == null) {
      try (ApiProcess api = startApi(run);
          SubmittedRun submitted = start(Place.CLUSTER, run, api)) {
        known = submitted.result();
      }
      undisturbed.put(run, known);
    }
    return known;
  }

  /** Starts an API of a run's own. */
  ApiProcess startApi(RunOf run) throws IOException, InterruptedException {
    return ApiProcess.start(folder.resolve("api-" + runs.get() + ".log"), run.api());
  }

  /**
   * Starts a run with an empty warehouse and buckets that no other run has used.
   *
   * @param conf settings of Spark, as {@code spark.memory.fraction=0.1}
   */
  SubmittedRun start(Place place, RunOf run, ApiProcess api, String... conf)
      throws IOException, SQLException {
    standIns.emptyWarehouse();
    String name = "run-" + runs.incrementAndGet();
    RunPaths paths =
        new RunPaths(
            "s3://raw/" + name,
            "s3://transformed/" + name,
            "s3://dead-letter/" + name,
            "s3://staging/" + name,
            run.source(),
            run.resource(),
            RunOf.RUN_ID);
    return start(place, run, api, paths, conf);
  }

  /** Starts a run again that was started before. */
  SubmittedRun startAgain(SubmittedRun before, Place place, RunOf run, ApiProcess api)
      throws IOException {
    runs.incrementAndGet();
    return start(place, run, api, before.paths());
  }

  private SubmittedRun start(Place place, RunOf run, ApiProcess api, RunPaths paths, String... conf)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(run.pipeline()));
    arguments.addAll(run.arguments());
    arguments.addAll(
        List.of(
            "--raw=" + paths.raw(),
            "--transformed=" + paths.transformed(),
            "--dead-letter=" + paths.deadLetter(),
            "--staging=" + paths.staging(),
            "--api-url=" + api.url(),
            "--private-addresses"));
    arguments.addAll(standIns.warehouseOptions());
    arguments.add("--");
    arguments.addAll(runner(place));
    arguments.addAll(standIns.awsOptions());
    List<String> command = command(place, conf);
    command.addAll(place == Place.GLUE ? parameters(arguments) : arguments);
    Path log = folder.resolve("%03d-%s.log".formatted(runs.get(), place));
    return new SubmittedRun(
        JvmProcess.start(log, command, SparkHome.environment()), this, run, paths);
  }

  /** As {@code headrace submit glue} gives them to a job. */
  private static List<String> parameters(List<String> arguments) throws IOException {
    byte[] json = new ObjectMapper().writeValueAsBytes(arguments);
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    return List.of("--JOB_NAME", "headrace", "--headrace_args", value);
  }

  private List<String> command(Place place, String... conf) throws IOException {
    boolean inOneJvm = place == Place.DIRECT || place == Place.SPARK_LOCAL;
    List<String> command = new ArrayList<>(SparkHome.jvm(inOneJvm ? ROOMY_HEAP : DRIVER_HEAP));
    if (inOneJvm) {
      command.addAll(
          List.of("-Dspark.ui.enabled=false", "-Dspark.driver.bindAddress=127.0.0.1", "-cp"));
      command.addAll(
          List.of(System.getProperty("java.class.path"), Headrace.class.getName(), "run"));
      return command;
    }
    boolean glue = place == Place.GLUE;
    String older = System.getProperty("job.older") + "/*";
    command.add("-cp");
    command.add((glue ? older + ":" : "") + SparkHome.jars());
    command.addAll(List.of(SUBMIT, "--master", cluster.url(), "--name", place.name()));
    Stream<String> own =
        Stream.of(
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.driver.memory=" + DRIVER_HEAP,
            "spark.ui.enabled=false",
            "spark.executor.memory=" + EXECUTOR_MEMORY,
            "spark.executor.cores=1",
            "spark.cores.max=" + WORKERS,
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1");
    Stream<String> ofGlue =
        Stream.of(
            "spark.driver.extraClassPath=" + older,
            "spark.executor.extraClassPath=" + older,
            "spark.serializer=" + KryoSerializer.class.getName(),
            "spark.kryo.registrator=" + SparkRunnerKryoRegistrator.class.getName());
    Stream.of(own, glue ? ofGlue : Stream.<String>empty(), Stream.of(conf))
        .flatMap(settings -> settings)
        .forEach(setting -> command.addAll(List.of("--conf", setting)));
    String job = BuiltJob.jar().toString();
    if (glue) {
      command.addAll(List.of("--jars", job, "--class", GlueScript.class.getName()));
      command.addAll(List.of(scriptJar().toString(), SEEN_BY_SCRIPTS));
    } else {
      command.addAll(List.of("--class", "dev.headrace.runners.spark.SparkJob", job));
    }
    return command;
  }

  private static List<String> runner(Place place) {
    return switch (place) {
      case DIRECT -> List.of("--runner=DirectRunner", "--targetParallelism=2");
      case SPARK_LOCAL -> List.of("--runner=SparkRunner", "--sparkMaster=local[2]");
      case CLUSTER, GLUE -> List.of();
    };
  }

  private Path scriptJar() throws IOException {
    Path jar = folder.resolve("script.jar");
    String name = GlueScript.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var in = GlueScript.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    return jar;
  }

  /** What the executors of an application have told, of all workers. */
  List<String> executorLines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Override
  public void close() throws InterruptedException {
    try {
      cluster.close();
    } finally {
      standIns.close();
    }
  }
}
