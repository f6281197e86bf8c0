package dev.headrace.io.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.run.StoredObject;
import java.net.URI;
import java.time.Clock;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/** Fetches from HTTP APIs. */
public final class HttpIO {
  private HttpIO() {}

  /**
   * Fetches requests and lands the answers.
   *
   * @param baseUrl what the requests' URLs are relative to, such as {@code
   *     https://earthquake.usgs.gov}; it is no part of a request's identity
   * @param context what the dead letters name as their run, source and resource
   * @throws IllegalArgumentException if the base URL is not one of HTTP, or holds credentials
   */
  public static Fetch fetch(URI baseUrl, DeadLetter.Context context) {
    boolean http = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
    boolean originAlone =
        (baseUrl.getPath().isEmpty() || baseUrl.getPath().equals("/"))
            && baseUrl.getQuery() == null
            && baseUrl.getFragment() == null
            && baseUrl.getUserInfo() == null;
    checkArgument(
        http && baseUrl.getHost() != null && originAlone,
        "The API's base URL must be such as https://host or https://host:8443, without path,"
            + " query and credentials");
    return new AutoValue_HttpIO_Fetch.Builder()
        .setBaseUrl(baseUrl)
        .setContext(context)
        .setPaginator(Paginator.singlePage())
        .setRetries(Retries.defaults())
        .setShards(Fetch.DEFAULT_SHARDS)
        .setMaxInFlight(Fetch.DEFAULT_MAX_IN_FLIGHT)
        .setMaxBodyBytes(Fetch.DEFAULT_MAX_BODY_BYTES)
        .setClock(Clock.systemUTC())
        .build();
  }

  /**
   * Sends requests and all that follow from their answers, and lands every answer byte for byte.
   *
   * <p>Bounded input only. The requests are spread over shards; a shard is fetched by one worker,
   * many requests in flight at a time, and its answers land in one log. Every request leaves once:
   * as a {@link Landed} receipt or, when its attempts or its time are used up or the failure is one
   * that no retry can change, as a {@link DeadLetter} of stage {@code FETCH} with the request as
   * its payload. {@link #PLANNED} tells for every shard how many requests there were: planned =
   * landed + dead.
   *
   * <p>A request whose answer an earlier attempt of the same run has landed is not sent again.
   * Requests whose answer had not been landed when a worker died are: sending is at least once,
   * landing is exactly once. The JDK's client, besides, repeats a GET by itself when a connection
   * it had kept open is closed before the answer begins; such a repetition is not counted.
   */
  @AutoValue
  public abstract static class Fetch
      extends PTransform<PCollection<FetchRequest>, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    /** Receipts of the answers that landed. */
    public static final TupleTag<Landed> LANDED = new TupleTag<>("landed") {};

    /** Requests that failed for good. */
    public static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

    /** The raw objects that hold the answers. */
    public static final TupleTag<StoredObject> PARTS = new TupleTag<>("parts") {};

    /** How many requests every shard came to. */
    public static final TupleTag<Long> PLANNED = new TupleTag<>("planned") {};

    static final int DEFAULT_SHARDS = 16;
    static final int DEFAULT_MAX_IN_FLIGHT = 32;
    static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;

    abstract URI baseUrl();

    abstract DeadLetter.Context context();

    abstract @Nullable Landing landing();

    abstract Paginator paginator();

    abstract Retries retries();

    abstract int shards();

    abstract int maxInFlight();

    abstract int maxBodyBytes();

    abstract Clock clock();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder setBaseUrl(URI baseUrl);

      abstract Builder setContext(DeadLetter.Context context);

      abstract Builder setLanding(Landing landing);

      abstract Builder setPaginator(Paginator paginator);

      abstract Builder setRetries(Retries retries);

      abstract Builder setShards(int shards);

      abstract Builder setMaxInFlight(int maxInFlight);

      abstract Builder setMaxBodyBytes(int maxBodyBytes);

      abstract Builder setClock(Clock clock);

      abstract Fetch build();
    }

    /** Where the answers land. Required. */
    public Fetch landingIn(Landing landing) {
      return toBuilder().setLanding(landing).build();
    }

    /** Which requests follow from an answer; default is none. */
    public Fetch withPaginator(Paginator paginator) {
      return toBuilder().setPaginator(paginator).build();
    }

    /** How often and how long a request is tried; default is {@link Retries#defaults()}. */
    public Fetch withRetries(Retries retries) {
      return toBuilder().setRetries(retries).build();
    }

    /**
     * Spreads the requests over so many shards; 1 or more, default is 16. The number belongs to the
     * plan of a run: a run that is started again must have the same.
     */
    public Fetch withShards(int shards) {
      checkArgument(shards >= 1, "shards must be at least 1, but was %s", shards);
      return toBuilder().setShards(shards).build();
    }

    /** Keeps so many requests of a shard in flight; 1 or more, default is 32. */
    public Fetch withMaxInFlight(int maxInFlight) {
      checkArgument(maxInFlight >= 1, "maxInFlight must be at least 1, but was %s", maxInFlight);
      return toBuilder().setMaxInFlight(maxInFlight).build();
    }

    /** Sets aside a request with a larger answer; bytes, 1 or more, default is 64 MiB. */
    public Fetch withMaxBodyBytes(int maxBodyBytes) {
      checkArgument(maxBodyBytes >= 1, "maxBodyBytes must be at least 1, but was %s", maxBodyBytes);
      return toBuilder().setMaxBodyBytes(maxBodyBytes).build();
    }

    /** Takes the time from another clock; default is the system's. */
    public Fetch withClock(Clock clock) {
      return toBuilder().setClock(clock).build();
    }

    @Override
    public PCollectionTuple expand(PCollection<FetchRequest> requests) {
      Landing landing = landing();
      checkArgument(landing != null, "landingIn(landing) is required");
      int shards = shards();
      return requests
          .apply(
              "ByShard",
              WithKeys.of((FetchRequest request) -> shard(request, shards))
                  .withKeyType(TypeDescriptors.integers()))
          .apply("GroupByShard", GroupByKey.create())
          .apply("FetchAndLand", ParDo.of(new FetchFn(this, landing)))
          // What has been fetched is kept here: a runner that needs an output again takes it from
          // the shuffle, and does not send the requests again.
          .apply("KeepOutcomes", Reshuffle.<FetchOutcome>viaRandomKey().withNumBuckets(shards))
          .apply(
              "SplitOutcomes",
              ParDo.of(new SplitFn())
                  .withOutputTags(LANDED, TupleTagList.of(DEAD_LETTERS).and(PARTS).and(PLANNED)));
    }

    private static int shard(FetchRequest request, int shards) {
      return Math.floorMod(request.requestId().hashCode(), shards);
    }
  }
}
