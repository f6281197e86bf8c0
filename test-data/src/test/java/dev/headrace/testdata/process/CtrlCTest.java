package dev.headrace.testdata.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class CtrlCTest {
  @Test
  void aCommandHearsItAlsoBelowOneThatDoesNot() throws Exception {
    List<String> command = CtrlC.heardBy(List.of("sleep", "600"));
    assumeTrue(command.size() > 2, "this machine has what it takes");
    String hearing = String.join(" ", command);
    Process deaf =
        new ProcessBuilder("sh", "-c", "trap '' INT; echo started; exec " + hearing).start();
    try (BufferedReader output = deaf.inputReader()) {
      assertThat(output.readLine(), is("started"));
      do {
        CtrlC.sendTo(deaf); // until the shell has become the command
      } while (deaf.isAlive());

      assertThat(deaf.waitFor(), is(130));
    } finally {
      deaf.destroyForcibly();
    }
  }
}
