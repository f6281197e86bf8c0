package dev.headrace.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that builds and starts the command, in a checkout that has nothing but it. */
class LauncherTest {
  /** Stands for Maven: notes that it was called, and finds the class path of this very JVM. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo called >>"$CALLS"
      printf '\\033[0m'
      printf '%s' "$FOUND" >runners/direct/target/dependencies
      """;

  @TempDir Path folder;
  private Path target;
  private String output = "";

  @BeforeEach
  void copyTheScript() throws IOException {
    target = Files.createDirectories(folder.resolve("runners/direct/target"));
    Files.copy(Path.of("..", "headrace"), folder.resolve("runners/headrace"));
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  private int headrace(String ownClassPath) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("sh", folder.resolve("runners/headrace").toString(), "--version");
    Map<String, String> environment = command.environment();
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CALLS", calls().toString());
    environment.put("FOUND", System.getProperty("java.class.path"));
    environment.put("HEADRACE_CLASSPATH", ownClassPath);
    Process process = command.redirectErrorStream(true).start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  private Path calls() {
    return folder.resolve("calls");
  }

  @Test
  void aJarOfTheLastBuildThatIsGoneMakesItBuildAgain() throws Exception {
    Files.writeString(target.resolve("classpath"), target + "/classes:/nowhere/picocli.jar");

    int exitCode = headrace("");

    assertThat(output, exitCode, is(0));
    assertThat(output, containsString("headrace "));
    assertThat(Files.readString(calls()), is("called\n"));
  }

  @Test
  void whatMavenPrintsHasNoColours() throws Exception {
    int exitCode = headrace("");

    assertThat(output, exitCode, is(0));
    assertThat(output, containsString("building "));
    assertThat(output, not(containsString("\033")));
  }

  @Test
  void aJarOfOnesOwnThatIsNotThereIsNamed() throws Exception {
    assertThat(headrace(folder + "/runners:" + folder + "/nope.jar"), is(2));
    assertThat(
        output,
        is(
            "headrace: HEADRACE_CLASSPATH names %s/nope.jar, and there is no such jar or folder\n"
                .formatted(folder)));
    assertThat(Files.exists(calls()), is(false));
  }
}
