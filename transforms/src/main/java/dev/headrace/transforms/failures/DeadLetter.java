package dev.headrace.transforms.failures;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.run.Sha256;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that did not go through, with all that is needed to look into it and to drive it again:
 * the one envelope for the failures of every stage.
 *
 * <p>The {@linkplain #id id} is the same however often the same thing fails in the same place, so a
 * step that runs twice leaves one dead letter.
 */
@AutoValue
public abstract class DeadLetter {

  /** How it travels between workers. */
  public static final ValueCoder<DeadLetter> CODER =
      ValueCoder.of(
          DeadLetter.class,
          (letter, out) -> {
            out.text(letter.id());
            out.text(letter.runId());
            out.text(letter.source());
            out.text(letter.resource());
            out.text(letter.stage().name());
            out.text(letter.reason().name());
            out.text(letter.detail());
            out.bytes(letter.payload());
            out.optional(letter.origin(), Origin.CODER);
            out.number(letter.attempts());
            out.time(letter.firstFailedAt());
            out.time(letter.failedAt());
          },
          in ->
              new AutoValue_DeadLetter(
                  in.text(),
                  in.text(),
                  in.text(),
                  in.text(),
                  in.constant(Stage.class),
                  in.constant(Reason.class),
                  in.text(),
                  in.bytes(),
                  in.optional(Origin.CODER),
                  in.smallNumber(),
                  in.time(),
                  in.time()));

  /** Hash of stage, origin and payload. */
  public abstract String id();

  /** The run that set it aside. */
  public abstract String runId();

  /** The API. */
  public abstract String source();

  /** The API's resource. */
  public abstract String resource();

  /** The step that failed. */
  public abstract Stage stage();

  /** Why, in few values. */
  public abstract Reason reason();

  /** Why, in one sentence without secrets. */
  public abstract String detail();

  /** What failed, byte for byte as it came. */
  @SuppressWarnings("mutable") // never changed; a copy for every reader would cost too much
  public abstract byte[] payload();

  /** Where the payload lies in the raw bucket; null for a request, which never came that far. */
  public abstract @Nullable Origin origin();

  /** How often it was tried; 0 for a request that could not even be sent. */
  public abstract int attempts();

  /** When the first try failed. */
  public abstract Instant firstFailedAt();

  /** When the last try failed. */
  public abstract Instant failedAt();

  static DeadLetter create(
      String id,
      String runId,
      String source,
      String resource,
      Stage stage,
      Reason reason,
      String detail,
      byte[] payload,
      @Nullable Origin origin,
      int attempts,
      Instant firstFailedAt,
      Instant failedAt) {
    return new AutoValue_DeadLetter(
        id,
        runId,
        source,
        resource,
        stage,
        reason,
        detail,
        payload,
        origin,
        attempts,
        firstFailedAt,
        failedAt);
  }

  /** A request that failed for good. */
  public static DeadLetter ofRequest(
      Context context,
      Reason reason,
      String detail,
      byte[] request,
      int attempts,
      Instant firstFailedAt,
      Instant failedAt) {
    return create(
        idOf(Stage.FETCH, null, request),
        context.runId(),
        context.source(),
        context.resource(),
        Stage.FETCH,
        reason,
        detail,
        request,
        null,
        attempts,
        firstFailedAt,
        failedAt);
  }

  /** A response or a record that failed in the given stage. */
  public static DeadLetter ofRecord(
      Context context,
      Stage stage,
      Reason reason,
      String detail,
      byte[] payload,
      Origin origin,
      Instant failedAt) {
    return create(
        idOf(stage, origin, payload),
        context.runId(),
        context.source(),
        context.resource(),
        stage,
        reason,
        detail,
        payload,
        origin,
        1,
        failedAt,
        failedAt);
  }

  private static String idOf(Stage stage, @Nullable Origin origin, byte[] payload) {
    String where =
        origin == null ? "" : origin.object() + '#' + origin.line() + '#' + origin.record();
    return Sha256.of(stage.name() + '\n' + where + '\n' + Sha256.of(payload)).substring(0, 32);
  }

  /** What all dead letters of one step share. */
  @AutoValue
  public abstract static class Context implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    abstract String runId();

    abstract String source();

    abstract String resource();

    /** The run, the API and its resource. */
    public static Context of(String runId, String source, String resource) {
      return new AutoValue_DeadLetter_Context(runId, source, resource);
    }
  }
}
