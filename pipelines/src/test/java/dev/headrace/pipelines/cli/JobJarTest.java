package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobJarTest {
  @TempDir private Path checkout;

  private Path build(String name, String time) throws IOException {
    Path target = Files.createDirectories(checkout.resolve("runners/spark/target"));
    Path jar = Files.createFile(target.resolve(name));
    return Files.setLastModifiedTime(jar, FileTime.from(Instant.parse(time)));
  }

  private void source(String name, String time) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.setLastModifiedTime(Files.createFile(file), FileTime.from(Instant.parse(time)));
  }

  @Test
  void ofSeveralVersionsTheOneThatWasBuiltLastIsTaken() throws IOException {
    build("headrace-runner-spark-0.3.0-job.jar", "2026-11-01T00:00:00Z");
    Path last = build("headrace-runner-spark-0.2.0-job.jar", "2026-11-02T00:00:00Z");
    build("headrace-runner-spark-0.3.0.jar", "2026-11-03T00:00:00Z");

    assertThat(JobJar.builtIn(checkout), is(last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transforms/src/main/java/Mask.java",
        "transforms/pom.xml",
        "runners/spark/src/main/resources/META-INF/services/dev.headrace.pipelines.run.RunnerSetup",
        "pipelines/src/main/resources/LICENSE",
      })
  void oneThatIsOlderThanWhatItIsMadeFromIsNotSubmitted(String changed) throws IOException {
    build("headrace-runner-spark-0.3.0-job.jar", "2026-11-02T00:00:00Z");
    source(changed, "2026-11-03T00:00:00Z");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JobJar.builtIn(checkout));

    assertThat(e.getMessage(), containsString("is older than " + changed));
  }

  @Test
  void whatIsNotInItDoesNotMakeItOld() throws IOException {
    Path jar = build("headrace-runner-spark-0.3.0-job.jar", "2026-11-02T00:00:00Z");
    source("transforms/src/main/java/Mask.java", "2026-11-01T00:00:00Z");
    source("transforms/src/test/java/MaskTest.java", "2026-11-03T00:00:00Z");
    source("transforms/target/classes/src/main/pom.xml", "2026-11-03T00:00:00Z");
    source("runners/benchmarks/src/main/java/Load.java", "2026-11-03T00:00:00Z");
    source("pipelines/README.md", "2026-11-03T00:00:00Z");
    Path folder = Files.createDirectories(checkout.resolve("pipelines/src/main/java"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.parse("2026-11-03T00:00:00Z")));

    assertThat(JobJar.builtIn(checkout), is(jar));
  }

  @Test
  void withoutOneItIsToldHowToBuildIt() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JobJar.builtIn(checkout));

    assertThat(e.getMessage(), containsString("--jar must name the job jar: there is none"));
    assertThat(e.getMessage(), containsString("mvn -pl runners/spark -am -DskipTests package"));
  }
}
