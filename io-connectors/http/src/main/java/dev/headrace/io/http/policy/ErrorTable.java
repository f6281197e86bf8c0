package dev.headrace.io.http.policy;

import static dev.headrace.io.http.policy.ErrorAction.FAIL;
import static dev.headrace.io.http.policy.ErrorAction.REFRESH_AUTH;
import static dev.headrace.io.http.policy.ErrorAction.RETRY;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done about every answer and every failure. The first rule that applies decides; one's own
 * come before these:
 *
 * <table>
 * <caption>The default rows</caption>
 * <tr><th>answer or failure</th><th>action</th></tr>
 * <tr><td>408, 425, 429, 500 to 599</td><td>RETRY</td></tr>
 * <tr><td>403 with Retry-After, or with a quota of which nothing is left</td><td>RETRY</td></tr>
 * <tr><td>a quota that is used up for longer than the deadline</td><td>STOP</td></tr>
 * <tr><td>a Retry-After longer than the deadline</td><td>FAIL</td></tr>
 * <tr><td>401</td><td>REFRESH_AUTH</td></tr>
 * <tr><td>any other status but 2xx</td><td>FAIL</td></tr>
 * <tr><td>no answer in time; no connection, a broken one, a body cut short</td><td>RETRY</td></tr>
 * <tr><td>a body that is not what the paginator or its encoding asks for</td><td>RETRY</td></tr>
 * <tr><td>a body that is too large; an address, a redirect that is not allowed</td><td>FAIL</td></tr>
 * </table>
 */
@AutoValue
public abstract class ErrorTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final List<ErrorRule> DEFAULTS =
      List.of(
          ErrorRule.onStatus(408, 425, 429).then(RETRY),
          ErrorRule.onStatusFrom(500, 599).then(RETRY),
          // As GitHub does:
          // https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
          ErrorRule.onStatus(403).withHeader("Retry-After", ".+").then(RETRY),
          ErrorRule.onStatus(403).withHeader("X-RateLimit-Remaining", "0").then(RETRY),
          ErrorRule.onStatus(401).then(REFRESH_AUTH),
          ErrorRule.onFailure(Reason.TOO_LARGE, Reason.REFUSED).then(FAIL));

  abstract List<ErrorRule> own();

  /** The default rows alone. */
  public static ErrorTable defaults() {
    return new AutoValue_ErrorTable(List.of());
  }

  /** The table with rows that come before the default ones, after those added before. */
  public ErrorTable with(ErrorRule... rules) {
    return new AutoValue_ErrorTable(Stream.concat(own().stream(), Stream.of(rules)).toList());
  }

  /** What is done about the answer; empty if it is one to be taken. */
  public Optional<Verdict> judge(FetchRequest request, WireResponse response) {
    for (ErrorRule rule : own()) {
      if (rule.appliesTo(request, response)) {
        return Optional.of(verdict(rule, response));
      }
    }
    if (response.status() >= 200 && response.status() < 300) {
      return Optional.empty();
    }
    for (ErrorRule rule : DEFAULTS) {
      if (rule.appliesTo(request, response)) {
        return Optional.of(new Verdict(rule.action(), status(response)));
      }
    }
    return Optional.of(new Verdict(FAIL, status(response)));
  }

  /** What is done about a request that got no answer that could be taken. */
  public ErrorAction judge(FetchRequest request, Reason failure) {
    return Stream.concat(own().stream(), DEFAULTS.stream())
        .filter(rule -> rule.appliesTo(request, failure))
        .map(ErrorRule::action)
        .findFirst()
        .orElse(RETRY);
  }

  private static Verdict verdict(ErrorRule rule, WireResponse response) {
    String why = rule.describe();
    return new Verdict(rule.action(), status(response) + (why.isEmpty() ? "" : " and " + why));
  }

  private static String status(WireResponse response) {
    return "The API answered with status " + response.status();
  }

  /**
   * What is done about an answer, and why.
   *
   * @param action what is done
   * @param detail one sentence, without its full stop and without secrets
   */
  public record Verdict(ErrorAction action, String detail) {}
}
