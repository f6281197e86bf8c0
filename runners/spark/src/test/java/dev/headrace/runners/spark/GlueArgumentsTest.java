package dev.headrace.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlueArgumentsTest {
  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void theyAreFoundAmongGluesOwnParameters() {
    String value = encoded("[\"quakes\",\"--end=2018-02-01\",\"--\",\"--a={\\\"b c\\\": 1}\"]");
    String[] sysArgs = {
      "--job-bookmark-option", "job-bookmark-disable", "--headrace_args", value, "--JOB_NAME", "j"
    };

    assertThat(
        GlueArguments.of(sysArgs),
        is(List.of("quakes", "--end=2018-02-01", "--", "--a={\"b c\": 1}")));
  }

  @Test
  void theyMayStandBehindAnEqualsSignToo() {
    assertThat(
        GlueArguments.of(new String[] {"--headrace_args=" + encoded("[\"quakes\",\"ü\"]")}),
        is(List.of("quakes", "ü")));
  }

  @Test
  void withoutThemItIsToldHowARunIsStarted() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> GlueArguments.of(new String[] {"--JOB_NAME", "j", "--headrace_args"}));

    assertThat(
        refused.getMessage(),
        is(
            "The job's parameter --headrace_args is missing: a run is started by headrace submit"
                + " glue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "[\"a", "{\"a\": 1}", "[[1]]", "17"})
  void whatIsNoListOfTextsIsRefused(String json) {
    String[] sysArgs = {"--headrace_args", json.equals("*") ? json : encoded(json)};

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> GlueArguments.of(sysArgs));

    assertThat(
        refused.getMessage(),
        containsString("--headrace_args must be the base64 of a list of texts in JSON"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null"})
  void aListOfNothingIsRefused(String json) {
    String[] sysArgs = {"--headrace_args", encoded(json)};

    assertThrows(IllegalArgumentException.class, () -> GlueArguments.of(sysArgs));
  }
}
