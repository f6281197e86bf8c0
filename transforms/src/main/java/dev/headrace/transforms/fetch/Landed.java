package dev.headrace.transforms.fetch;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.Origin;
import org.joda.time.Instant;

/** The receipt of a response that lies in the raw bucket. Receipts travel; bodies do not. */
@AutoValue
public abstract class Landed {

  /** How it travels between workers. */
  public static final ValueCoder<Landed> CODER =
      ValueCoder.of(
          Landed.class,
          (landed, out) -> {
            out.text(landed.requestId());
            out.value(landed.origin(), Origin.CODER);
            out.number(landed.bodyBytes());
            out.text(landed.sha256());
            out.number(landed.status());
            out.number(landed.attempts());
            out.number(landed.latencyMillis());
            out.time(landed.fetchedAt());
          },
          in ->
              new AutoValue_Landed(
                  in.text(),
                  in.value(Origin.CODER),
                  in.number(),
                  in.text(),
                  in.smallNumber(),
                  in.smallNumber(),
                  in.number(),
                  in.time()));

  /** Id of the request it answers. */
  public abstract String requestId();

  /** Where the response lies. */
  public abstract Origin origin();

  /** Length of the body, in bytes. */
  public abstract long bodyBytes();

  /** Sum of the body. */
  public abstract String sha256();

  /** The HTTP status. */
  public abstract int status();

  /** Requests sent until the answer came, but for those of a worker that was killed; 1 or more. */
  public abstract int attempts();

  /** From sending the last request to the end of its body, in milliseconds. */
  public abstract long latencyMillis();

  /** When the body's last byte had come. */
  public abstract Instant fetchedAt();

  static Landed create(
      String requestId,
      Origin origin,
      long bodyBytes,
      String sha256,
      int status,
      int attempts,
      long latencyMillis,
      Instant fetchedAt) {
    return new AutoValue_Landed(
        requestId, origin, bodyBytes, sha256, status, attempts, latencyMillis, fetchedAt);
  }

  /** The receipt of a response that lies at the given place. */
  public static Landed of(RawResponse response, Origin origin) {
    return create(
        response.request().requestId(),
        origin,
        response.body().length(),
        response.body().sha256(),
        response.status(),
        response.attempts(),
        response.latencyMillis(),
        response.fetchedAt());
  }
}
