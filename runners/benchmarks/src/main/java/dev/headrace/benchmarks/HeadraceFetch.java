package dev.headrace.benchmarks;

import dev.headrace.benchmarks.Contestant.Task;
import dev.headrace.io.http.HttpIO;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.runners.spark.SparkSetup;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;

/** HttpIO with its defaults, but for the requests in flight; the answers land on the disk. */
final class HeadraceFetch {
  private static final String SOURCE = "benchmark";
  private static final String RESOURCE = "items";
  private static final String RUN = "run";

  private HeadraceFetch() {}

  static void run(Task task, String... args) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(args).create();
    new SparkSetup().prepare(options);
    Pipeline pipeline = Pipeline.create(options);
    List<FetchRequest> requests =
        task.paths().stream().map(path -> FetchRequest.get(SOURCE, RESOURCE, path)).toList();
    PCollectionTuple fetched =
        pipeline.apply(Create.of(requests).withCoder(FetchRequest.CODER)).apply(fetch(task));
    fetched
        .get(Fetch.DEAD_LETTERS)
        .apply("Fail", FailOnAny.of(letter -> "HttpIO failed: " + letter.detail()));
    fetched.get(Fetch.LANDED).apply("CountLanded", Count.globally());
    pipeline.run().waitUntilFinish();
  }

  private static Fetch fetch(Task task) {
    String root = "file://" + task.folder().toAbsolutePath();
    RunPaths paths = new RunPaths(root, root, root, root, SOURCE, RESOURCE, RUN);
    return HttpIO.fetch(task.baseUrl(), DeadLetter.Context.of(RUN, SOURCE, RESOURCE))
        .landingIn(RawLanding.in(paths, ObjectStores.FACTORY))
        .withPrivateAddresses()
        // The setting is one of a shard, and so many shards are fetched at a time.
        .withMaxInFlight(Math.max(1, task.inFlight() / Task.PARALLELISM));
  }
}
