package dev.headrace.transforms.fetch;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.Origin;
import java.util.Map;
import org.joda.time.Instant;

/** A response as it came, with the request it answers and how it was got. */
@AutoValue
public abstract class RawResponse {

  /** How it travels between workers. */
  public static final ValueCoder<RawResponse> CODER =
      ValueCoder.of(
          RawResponse.class,
          (response, out) -> {
            out.value(response.request(), FetchRequest.CODER);
            out.number(response.status());
            out.texts(response.headers());
            out.bytes(response.body().bytes());
            out.number(response.attempts());
            out.number(response.latencyMillis());
            out.time(response.fetchedAt());
          },
          in ->
              of(
                  in.value(FetchRequest.CODER),
                  in.smallNumber(),
                  in.texts(),
                  Body.of(in.bytes()),
                  in.smallNumber(),
                  in.number(),
                  in.time()));

  /** The request it answers. */
  public abstract FetchRequest request();

  /** The HTTP status; 304 with the body of an earlier run, which the API says is the same. */
  public abstract int status();

  /** The response headers kept with the body, names in lower case. */
  public abstract Map<String, String> headers();

  /** The body, byte for byte. */
  public abstract Body body();

  /** Requests sent until this answer came, but for those of a worker that was killed; 1 or more. */
  public abstract int attempts();

  /** From sending the last request to the end of its body, in milliseconds. */
  public abstract long latencyMillis();

  /** When the body's last byte had come. */
  public abstract Instant fetchedAt();

  /** Describes a response. */
  public static RawResponse of(
      FetchRequest request,
      int status,
      Map<String, String> headers,
      Body body,
      int attempts,
      long latencyMillis,
      Instant fetchedAt) {
    return new AutoValue_RawResponse(
        request, status, headers, body, attempts, latencyMillis, fetchedAt);
  }

  /** The same response with its body held elsewhere. */
  public RawResponse withBody(Body body) {
    return of(request(), status(), headers(), body, attempts(), latencyMillis(), fetchedAt());
  }

  /** A response together with where it lies. */
  @AutoValue
  public abstract static class Located {

    /** How it travels between workers. */
    public static final ValueCoder<Located> CODER =
        ValueCoder.of(
            Located.class,
            (located, out) -> {
              out.value(located.origin(), Origin.CODER);
              out.value(located.response(), RawResponse.CODER);
            },
            in -> of(in.value(Origin.CODER), in.value(RawResponse.CODER)));

    /** Where it lies in the raw bucket. */
    public abstract Origin origin();

    /** The response. */
    public abstract RawResponse response();

    /** Joins the two. */
    public static Located of(Origin origin, RawResponse response) {
      return new AutoValue_RawResponse_Located(origin, response);
    }
  }
}
