package dev.headrace.io.http.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answers with: https://www.rfc-editor.org/rfc/rfc6749#section-5.
 *
 * @param refreshToken the one to renew by from now on; null to go on with the one before
 */
record TokenAnswer(Token token, @Nullable String refreshToken) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 20;
  private static final long LONGEST_LIFE_SECONDS = 10L * 365 * 24 * 60 * 60;
  private static final Set<Integer> PASSING_4XX = Set.of(408, 425, 429);
  private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");

  /** The endpoint has trouble that may pass. */
  static final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String retryAfter;

    UnavailableException(int status, @Nullable String retryAfter) {
      super("The token endpoint answered with status " + status);
      this.retryAfter = retryAfter;
    }

    /** The header as it came; null for none. */
    @Nullable String retryAfter() {
      return retryAfter;
    }
  }

  /**
   * Reads an answer and closes its body. Neither a token nor a part of the body gets into a
   * message.
   *
   * @param askedAt when the request was sent, since when a token can have been alive
   * @throws IOException if asking again may help
   * @throws WireException if the endpoint refused, or answered with something else than a token
   */
  static TokenAnswer read(WireResponse response, Instant askedAt)
      throws IOException, WireException {
    try (Body body = response.body()) {
      int status = response.status();
      if (status >= 500 || PASSING_4XX.contains(status)) {
        throw new UnavailableException(status, response.header("retry-after").orElse(null));
      }
      if (body.length() > MAX_BYTES) {
        throw new WireException(
            Reason.TOO_LARGE, "The token endpoint's answer has more than " + MAX_BYTES + " bytes");
      }
      JsonNode json = object(body.bytes());
      if (status < 200 || status >= 300) {
        throw refusal(json, "status " + status);
      }
      if (json == null) {
        throw malformed("is not a JSON object");
      }
      if (json.path("access_token").isMissingNode() && json.has("error")) {
        throw refusal(json, "an unknown error");
      }
      return new TokenAnswer(token(json, askedAt), text(json, "refresh_token"));
    }
  }

  private static Token token(JsonNode json, Instant askedAt) throws WireException {
    String type = text(json, "token_type");
    if (type != null && !type.toLowerCase(Locale.ROOT).equals("bearer")) {
      throw malformed("has a token_type other than Bearer, which is not understood");
    }
    String value = text(json, "access_token");
    if (value == null) {
      throw malformed("has no access_token");
    }
    if (!SecretValues.isToken(value)) {
      throw malformed("has an access_token that cannot be sent in a header");
    }
    long seconds = Math.min(json.path("expires_in").asLong(0), LONGEST_LIFE_SECONDS);
    return new Token(value, askedAt, seconds > 0 ? askedAt.plusSeconds(seconds) : null);
  }

  private static @Nullable JsonNode object(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      return json != null && json.isObject() ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  /** The error's code is told if it looks like one; its description may quote what was sent. */
  private static WireException refusal(@Nullable JsonNode json, String otherwise) {
    String error = json == null ? null : text(json, "error");
    return new WireException(
        Reason.REFUSED,
        "The token endpoint refused: "
            + (error != null && ERROR.matcher(error).matches() ? error : otherwise));
  }

  private static WireException malformed(String what) {
    return new WireException(Reason.MALFORMED, "The token endpoint's answer " + what);
  }

  @Override
  public String toString() {
    return String.valueOf(token);
  }
}
