package dev.headrace.io.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.run.LedgerEntry;
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
        !baseUrl.isOpaque()
            && (baseUrl.getPath().isEmpty() || baseUrl.getPath().equals("/"))
            && baseUrl.getQuery() == null
            && baseUrl.getFragment() == null
            && baseUrl.getUserInfo() == null;
    checkArgument(
        http && baseUrl.getHost() != null && originAlone,
        "The API's base URL must be such as https://host or https://host:8443, without path,"
            + " query and credentials%s",
        baseUrl.toString().matches("[A-Za-z0-9._:/\\[\\]-]*")
            ? ", but is \"" + baseUrl + "\""
            : "");
    return new AutoValue_HttpIO_Fetch.Builder()
        .setBaseUrl(baseUrl)
        .setContext(context)
        .setPaginator(Paginator.singlePage())
        .setRetries(Retries.defaults())
        .setErrors(ErrorTable.defaults())
        .setBudget(Budget.unlimited())
        .setAuth(Auth.none())
        .setShards(Fetch.DEFAULT_SHARDS)
        .setMaxInFlight(Fetch.DEFAULT_MAX_IN_FLIGHT)
        .setMaxBodyBytes(Fetch.DEFAULT_MAX_BODY_BYTES)
        .setMaxDecodedBytes(Fetch.DEFAULT_MAX_BODY_BYTES)
        .setPrivateAddresses(false)
        .setEarlier(EarlierRun.none())
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
   * its payload; the error table can also say that an answer is not wanted. {@link #LEDGER} tells
   * for every shard what it came to: planned + incomplete = landed + dead + ignored.
   *
   * <p>A request whose answer an earlier attempt of the same run has landed is not sent again.
   * Requests whose answer had not been landed when a worker died are: sending is at least once,
   * landing is exactly once. Requests sent are planned + retries, whatever fails but the worker
   * itself, and but for requests that cannot be sent at all.
   *
   * <p>Pages that belong together are checked: a page that comes twice is an error of its request,
   * and a chain that ends with another number of records than it declared is a dead letter of
   * reason {@code INCOMPLETE} besides what landed.
   *
   * <p>Redirects are followed, up to five, but not from HTTPS to HTTP; credentials stay with the
   * API's own origin.
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

    /** What every shard came to: PLANNED, IGNORED, INCOMPLETE and RETRIES. */
    public static final TupleTag<LedgerEntry> LEDGER = new TupleTag<>("ledger") {};

    static final int DEFAULT_SHARDS = 16;
    static final int DEFAULT_MAX_IN_FLIGHT = 32;
    static final long DEFAULT_MAX_BODY_BYTES = 1L << 30;

    // An object that is written by one PUT:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
    private static final long MOST_BODY_BYTES = 5L << 30;

    abstract URI baseUrl();

    abstract DeadLetter.Context context();

    abstract @Nullable Landing landing();

    abstract Paginator paginator();

    abstract Retries retries();

    abstract int shards();

    abstract int maxInFlight();

    abstract long maxBodyBytes();

    abstract long maxDecodedBytes();

    abstract ErrorTable errors();

    abstract Budget budget();

    abstract Auth auth();

    abstract boolean privateAddresses();

    abstract EarlierRun earlier();

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

      abstract Builder setMaxBodyBytes(long maxBodyBytes);

      abstract Builder setMaxDecodedBytes(long maxDecodedBytes);

      abstract Builder setErrors(ErrorTable errors);

      abstract Builder setBudget(Budget budget);

      abstract Builder setAuth(Auth auth);

      abstract Builder setEarlier(EarlierRun earlier);

      abstract Builder setPrivateAddresses(boolean allowed);

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

    /**
     * Sets aside a request whose answer has more bytes as it comes over the wire; 1 to 5 GiB,
     * default is 1 GiB. An answer is in memory up to 256 KiB, beyond that on the worker's disk.
     */
    public Fetch withMaxBodyBytes(long maxBodyBytes) {
      requireBodyBytes("maxBodyBytes", maxBodyBytes);
      return toBuilder().setMaxBodyBytes(maxBodyBytes).build();
    }

    /**
     * Sets aside a request whose answer has more bytes once gzip, deflate or br are taken off; 1 to
     * 5 GiB, default is 1 GiB.
     */
    public Fetch withMaxDecodedBytes(long maxDecodedBytes) {
      requireBodyBytes("maxDecodedBytes", maxDecodedBytes);
      return toBuilder().setMaxDecodedBytes(maxDecodedBytes).build();
    }

    private static void requireBodyBytes(String name, long bytes) {
      checkArgument(
          bytes >= 1 && bytes <= MOST_BODY_BYTES,
          "%s must be 1 to %s, but was %s",
          name,
          MOST_BODY_BYTES,
          bytes);
    }

    /** What is done about answers and failures; default is {@link ErrorTable#defaults()}. */
    public Fetch withErrors(ErrorTable errors) {
      return toBuilder().setErrors(errors).build();
    }

    /**
     * What the API allows all workers together; default is no limit. The shards share it, so there
     * should be as many as workers.
     */
    public Fetch withBudget(Budget budget) {
      return toBuilder().setBudget(budget).build();
    }

    /** How requests prove who sends them; default is not at all. */
    public Fetch withAuth(Auth auth) {
      return toBuilder().setAuth(auth).build();
    }

    /**
     * Asks whether the answers of an earlier run are still the same, where they had an {@code ETag}
     * or a {@code Last-Modified}; those that are land again without having been sent again. The
     * earlier run must have had the same number of shards. Default is none.
     */
    public Fetch withEarlierRun(EarlierRun earlier) {
      return toBuilder().setEarlier(earlier).build();
    }

    /**
     * Asks hosts of private networks, too: loopback, link-local, RFC 1918 and the like. Default is
     * to refuse them, wherever a request, a link or a redirect leads there.
     */
    public Fetch withPrivateAddresses() {
      return toBuilder().setPrivateAddresses(true).build();
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
      budget().requireFor(shards);
      auth().validate();
      PCollection<FetchOutcome> outcomes =
          requests
              .apply(
                  "ByShard",
                  WithKeys.of((FetchRequest request) -> shard(request, shards))
                      .withKeyType(TypeDescriptors.integers()))
              .apply("GroupByShard", GroupByKey.create())
              .apply("FetchAndLand", ParDo.of(new FetchFn(this, landing)))
              // What has been fetched is kept here: a runner that needs an output again takes it
              // from the shuffle, and does not send the requests again.
              .apply("KeepOutcomes", Reshuffle.<FetchOutcome>viaRandomKey().withNumBuckets(shards));
      return PCollectionTuple.of(
              LANDED,
              outcomes
                  .apply("Landed", ParDo.of(new PickFn<>(FetchOutcome::landed)))
                  .setCoder(Landed.CODER))
          .and(
              DEAD_LETTERS,
              outcomes
                  .apply("Dead", ParDo.of(new PickFn<>(FetchOutcome::deadLetter)))
                  .setCoder(DeadLetter.CODER))
          .and(
              PARTS,
              outcomes
                  .apply("Parts", ParDo.of(new PickFn<>(FetchOutcome::part)))
                  .setCoder(StoredObject.CODER))
          .and(
              LEDGER,
              outcomes
                  .apply("Ledger", ParDo.of(new PickFn<>(FetchOutcome::entry)))
                  .setCoder(LedgerEntry.CODER));
    }

    private static int shard(FetchRequest request, int shards) {
      return Math.floorMod(request.requestId().hashCode(), shards);
    }
  }
}
