package dev.headrace.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.session.RedshiftConnection;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunSettingsTest {

  private static RunSettings settings(String runId) {
    return RunSettings.builder()
        .runId(runId)
        .start(Optional.empty())
        .end(Instant.parse("2026-11-23T00:00:00Z"))
        .raw("file:///raw")
        .transformed("file:///transformed")
        .deadLetter("file:///dead-letter")
        .staging("file:///staging")
        .warehouse(RedshiftConnection.of("jdbc:redshift://localhost:5439/dev", "user"))
        .build();
  }

  @Test
  void aRunIdThatStartsLikeThoseOfCompactionsIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> settings("compact-c1"));

    assertThat(
        refusal.getMessage(),
        is(
            "--run-id must not start with \"compact-\", which the files of compactions do, but is"
                + " \"compact-c1\""));
    assertThat(settings("compacted").runId(), is("compacted"));
  }
}
