package dev.headrace.io.lake.raw;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.raw.RawLog.PartLimits;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Lands responses in the raw bucket: gzip files of one JSON line a response, in parts that are
 * written once and never again. A part waits on the worker's disk until it is large or old enough.
 *
 * <p>If a worker is killed, of every shard it was fetching is fetched again what was under way and
 * what waited in the part: no more than {@code maxPartResponses}, and no more than came in {@code
 * maxPartAge}. Each object more that a shorter wait makes is one more to be read in every
 * reprocessing.
 */
@AutoValue
public abstract class RawLanding implements Landing {
  private static final long serialVersionUID = 1L;
  private static final long DEFAULT_MAX_PART_BYTES = 64L << 20;
  private static final long DEFAULT_MAX_PART_RESPONSES = 1_000;
  private static final Duration DEFAULT_MAX_PART_AGE = Duration.ofSeconds(10);

  abstract String runPrefix();

  abstract ObjectStore.Factory stores();

  abstract long maxPartBytes();

  abstract long maxPartResponses();

  abstract Duration maxPartAge();

  /** Lands below the run's place in the raw bucket. */
  public static RawLanding in(RunPaths paths, ObjectStore.Factory stores) {
    return new AutoValue_RawLanding(
        paths.rawRun(),
        stores,
        DEFAULT_MAX_PART_BYTES,
        DEFAULT_MAX_PART_RESPONSES,
        DEFAULT_MAX_PART_AGE);
  }

  /** Whether the response's body lies in an object of its own, to which its line points. */
  public static boolean isLarge(Landed landed) {
    return landed.bodyBytes() > RawLines.LARGE_BODY_BYTES;
  }

  /** Ends a part at so many bytes, compressed; 1 or more, default is 64 MiB. */
  public RawLanding withMaxPartBytes(long maxPartBytes) {
    checkArgument(maxPartBytes >= 1, "maxPartBytes must be at least 1, but was %s", maxPartBytes);
    return new AutoValue_RawLanding(
        runPrefix(), stores(), maxPartBytes, maxPartResponses(), maxPartAge());
  }

  /** Ends a part at so many responses; 1 or more, default is 1,000. */
  public RawLanding withMaxPartResponses(long maxPartResponses) {
    checkArgument(
        maxPartResponses >= 1, "maxPartResponses must be at least 1, but was %s", maxPartResponses);
    return new AutoValue_RawLanding(
        runPrefix(), stores(), maxPartBytes(), maxPartResponses, maxPartAge());
  }

  /**
   * Ends a part when its first response came so long ago, whether or not others come; told to a
   * second, more than nothing, default is ten seconds.
   */
  public RawLanding withMaxPartAge(Duration maxPartAge) {
    checkArgument(
        !maxPartAge.isNegative() && !maxPartAge.isZero(),
        "maxPartAge must be more than 0, but was %s",
        maxPartAge);
    return new AutoValue_RawLanding(
        runPrefix(), stores(), maxPartBytes(), maxPartResponses(), maxPartAge);
  }

  @Override
  public ShardLog open(int shard, PipelineOptions options, Consumer<RawResponse> found)
      throws IOException {
    ObjectStore store = stores().open(options);
    try {
      PartLimits limits =
          new PartLimits(
              maxPartBytes(),
              maxPartResponses(),
              org.joda.time.Duration.millis(maxPartAge().toMillis()));
      return new RawLog(store, runPrefix(), shard, limits, found);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
