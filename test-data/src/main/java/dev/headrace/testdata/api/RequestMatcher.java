package dev.headrace.testdata.api;

import java.time.LocalDate;
import java.util.function.Predicate;

/** Says which requests a rule of a {@link Script} is about. Holds no state. */
public final class RequestMatcher {

  private final Predicate<ApiRequest> predicate;

  private RequestMatcher(Predicate<ApiRequest> predicate) {
    this.predicate = predicate;
  }

  /** Every request. */
  public static RequestMatcher any() {
    return new RequestMatcher(request -> true);
  }

  /** Requests for events. */
  public static RequestMatcher query() {
    return pathEndsWith("/query");
  }

  /** Requests for the number of events. */
  public static RequestMatcher count() {
    return pathEndsWith("/count");
  }

  /** Requests whose path ends with the text. */
  public static RequestMatcher pathEndsWith(String suffix) {
    return new RequestMatcher(request -> request.path().endsWith(suffix));
  }

  /** Requests whose decoded query parameter has exactly this value. */
  public static RequestMatcher parameter(String name, String value) {
    return new RequestMatcher(request -> value.equals(request.parameters().get(name)));
  }

  /** Requests whose {@code starttime} lies on the date, whatever its time of day. */
  public static RequestMatcher windowStartingOn(LocalDate date) {
    String day = date.toString();
    return new RequestMatcher(
        request -> request.parameters().getOrDefault("starttime", "").startsWith(day));
  }

  /** Requests that both matchers match. */
  public RequestMatcher and(RequestMatcher other) {
    return new RequestMatcher(predicate.and(other.predicate));
  }

  /** Requests that at least one of the matchers matches. */
  public RequestMatcher or(RequestMatcher other) {
    return new RequestMatcher(predicate.or(other.predicate));
  }

  /** Requests that this matcher does not match. */
  public RequestMatcher negate() {
    return new RequestMatcher(predicate.negate());
  }

  boolean matches(ApiRequest request) {
    return predicate.test(request);
  }
}
