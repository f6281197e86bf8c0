package dev.headrace.io.http.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {
  private static final FetchRequest REQUEST = FetchRequest.get("api", "items", "/items");
  private static final FetchRequest CHILD = REQUEST.withContext(Map.of("parent.id", "7"));

  private static WireResponse answer(int status, String... header) {
    Map<String, List<String>> headers =
        header.length == 0
            ? Map.of()
            : Map.of(header[0], List.of(header).subList(1, header.length));
    return new WireResponse(status, headers, Body.of(new byte[0]));
  }

  /** "taken" for an answer that is none of the table's concern. */
  private static String judged(ErrorTable table, FetchRequest request, WireResponse response) {
    return table.judge(request, response).map(verdict -> verdict.action().name()).orElse("taken");
  }

  private static String judged(ErrorRule rule, WireResponse response) {
    return judged(ErrorTable.defaults().with(rule), REQUEST, response);
  }

  private static String ofDefaults(WireResponse response) {
    return judged(ErrorTable.defaults(), REQUEST, response);
  }

  @Test
  void everyStatusHasItsDefault() {
    List<Integer> retried = List.of(408, 425, 429);
    for (int status = 100; status < 1_000; status++) {
      String expected =
          status >= 200 && status < 300
              ? "taken"
              : retried.contains(status) || (status >= 500 && status < 600)
                  ? "RETRY"
                  : status == 401 ? "REFRESH_AUTH" : "FAIL";
      assertThat("status " + status, ofDefaults(answer(status)), is(expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after, 30, RETRY",
    "x-ratelimit-remaining, 0, RETRY",
    "x-ratelimit-remaining, 10, FAIL",
    "x-ratelimit-remaining, 1, FAIL",
    "x-other, 0, FAIL",
  })
  void aForbiddenThatIsARateLimitIsRetried(String name, String value, String expected) {
    assertThat(ofDefaults(answer(403, name, value)), is(expected));
    assertThat(ofDefaults(answer(404, name, value)), is("FAIL"));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyFailureHasItsDefault(Reason failure) {
    boolean lasts = failure == Reason.TOO_LARGE || failure == Reason.REFUSED;
    assertThat(
        ErrorTable.defaults().judge(REQUEST, failure),
        is(lasts ? ErrorAction.FAIL : ErrorAction.RETRY));
  }

  @Test
  void theFirstRuleThatAppliesDecidesAndOnesOwnComeBeforeTheDefaults() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(
                ErrorRule.onStatus(503).withHeader("X-Down", "yes").then(ErrorAction.STOP),
                ErrorRule.onStatusFrom(500, 510).then(ErrorAction.FAIL))
            .with(ErrorRule.onStatus(503, 404).then(ErrorAction.IGNORE));

    assertThat(judged(table, REQUEST, answer(503, "x-down", "yes")), is("STOP"));
    assertThat(judged(table, REQUEST, answer(503)), is("FAIL"));
    assertThat(judged(table, REQUEST, answer(404)), is("IGNORE"));
    assertThat(judged(table, REQUEST, answer(511)), is("RETRY"));
    assertThat(ofDefaults(answer(503)), is("RETRY"));
  }

  @Test
  void aFailureIsJudgedByItsOwnRulesFirst() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(
                ErrorRule.onFailure(Reason.TIMEOUT, Reason.TOO_LARGE).then(ErrorAction.IGNORE),
                ErrorRule.onFailure(Reason.TIMEOUT).then(ErrorAction.STOP),
                ErrorRule.onStatus(200).then(ErrorAction.STOP));

    assertThat(table.judge(REQUEST, Reason.TIMEOUT), is(ErrorAction.IGNORE));
    assertThat(table.judge(REQUEST, Reason.TOO_LARGE), is(ErrorAction.IGNORE));
    assertThat(table.judge(REQUEST, Reason.CONNECTION), is(ErrorAction.RETRY));
  }

  @Test
  void aStatusThatIsWellCanBeAnErrorByARuleAndByNoDefault() {
    assertThat(judged(ErrorRule.onStatus(202).then(ErrorAction.RETRY), answer(202)), is("RETRY"));
    assertThat(ofDefaults(answer(202, "retry-after", "1")), is("taken"));
  }

  @ParameterizedTest
  @CsvSource({
    "quota, FAIL",
    "QUOTA, taken",
    "quotas, taken",
    "my quota, taken",
    "'', taken",
  })
  void aHeaderMatchesAsAWhole(String value, String expected) {
    ErrorRule rule = ErrorRule.onStatus(200).withHeader("X-Why", "quota").then(ErrorAction.FAIL);
    assertThat(judged(rule, answer(200, "x-why", value)), is(expected));
  }

  @Test
  void oneOfSeveralValuesOfAHeaderIsEnough() {
    ErrorRule rule = ErrorRule.onStatus(200).withHeader("X-Why", "quota").then(ErrorAction.FAIL);
    assertThat(judged(rule, answer(200, "x-why", "other", "quota")), is("FAIL"));
    assertThat(judged(rule, answer(200)), is("taken"));
  }

  @Test
  void aRuleForChildrenIsForRequestsMadeOfAParentsRecord() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(
                ErrorRule.onStatus(404).forChildren().then(ErrorAction.IGNORE),
                ErrorRule.onFailure(Reason.TIMEOUT).forChildren().then(ErrorAction.IGNORE));

    assertThat(judged(table, CHILD, answer(404)), is("IGNORE"));
    assertThat(judged(table, REQUEST, answer(404)), is("FAIL"));
    assertThat(
        judged(table, REQUEST.withContext(Map.of("parental", "7")), answer(404)), is("FAIL"));
    assertThat(table.judge(CHILD, Reason.TIMEOUT), is(ErrorAction.IGNORE));
    assertThat(table.judge(REQUEST, Reason.TIMEOUT), is(ErrorAction.RETRY));
  }

  @Test
  void allConditionsOfARuleMustHold() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(
                ErrorRule.onStatus(200)
                    .withHeader("X-Why", "quota")
                    .withBody("/code", "17")
                    .forChildren()
                    .then(ErrorAction.STOP));
    Map<String, List<String>> why = Map.of("x-why", List.of("quota"));
    Body body = Body.of("{\"code\":17}".getBytes(UTF_8));

    assertThat(judged(table, CHILD, new WireResponse(200, why, body)), is("STOP"));
    assertThat(judged(table, REQUEST, new WireResponse(200, why, body)), is("taken"));
    assertThat(judged(table, CHILD, new WireResponse(201, why, body)), is("taken"));
    assertThat(judged(table, CHILD, new WireResponse(200, Map.of(), body)), is("taken"));
    assertThat(judged(table, CHILD, answer(200, "x-why", "quota")), is("taken"));
  }

  @Test
  void theDetailTellsTheStatusAndWhichRuleItWas() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(ErrorRule.onStatus(404).withHeader("X-Why", "gone").then(ErrorAction.IGNORE));

    assertThat(
        table.judge(REQUEST, answer(404, "x-why", "gone")).orElseThrow().detail(),
        is("The API answered with status 404 and header x-why like gone"));
    assertThat(
        table.judge(REQUEST, answer(404)).orElseThrow().detail(),
        is("The API answered with status 404"));
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 600, 0, -1})
  void aStatusThatIsNoneIsRefused(int status) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ErrorRule.onStatus(200, status));
    assertThat(refused.getMessage(), is("status must be 100 to 599, but was " + status));
  }

  @Test
  void whatIsNoRuleIsRefusedWhenItIsMade() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ErrorRule.onStatusFrom(500, 499));
    assertThat(refused.getMessage(), is("first must be at most last, but 500 is more than 499"));
    ErrorRule.When when = ErrorRule.onStatus(200);
    assertThrows(PatternSyntaxException.class, () -> when.withHeader("a", "("));
    assertThrows(PatternSyntaxException.class, () -> when.withBody("/a", "("));
    assertThrows(IllegalArgumentException.class, () -> when.withBody("a", ".*"));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aRuleOnAFailureThatSentTheSameCredentialsAgainIsRefused(Reason failure) {
    ErrorRule.When when = ErrorRule.onFailure(failure);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> when.then(ErrorAction.REFRESH_AUTH));
    assertThat(refused.getMessage(), containsString("REFRESH_AUTH needs a rule on a status"));
    assertThat(refused.getMessage(), containsString(failure.name()));
  }

  @Test
  void aTableThatHasTravelledJudgesAsBefore() {
    ErrorTable table =
        SerializableUtils.clone(
            ErrorTable.defaults()
                .with(
                    ErrorRule.onStatus(404).forChildren().then(ErrorAction.IGNORE),
                    ErrorRule.onFailure(Reason.TIMEOUT).then(ErrorAction.STOP),
                    ErrorRule.onStatus(200)
                        .withHeader("X-Why", "quota|down")
                        .withBody("/code", "1.")
                        .then(ErrorAction.FAIL)));

    assertThat(judged(table, CHILD, answer(404)), is("IGNORE"));
    assertThat(judged(table, REQUEST, answer(404)), is("FAIL"));
    assertThat(table.judge(REQUEST, Reason.TIMEOUT), is(ErrorAction.STOP));
    Map<String, List<String>> why = Map.of("x-why", List.of("down"));
    Body body = Body.of("{\"code\":17}".getBytes(UTF_8));
    assertThat(judged(table, REQUEST, new WireResponse(200, why, body)), is("FAIL"));
  }
}
