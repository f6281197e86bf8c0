package dev.headrace.testdata.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that hear Ctrl-C wherever they are started from: what a script starts in the background
 * is deaf to it, and so are its children.
 */
public final class CtrlC {
  private static final List<String> HEARING = List.of("env", "--default-signal=INT");

  private CtrlC() {}

  /** The command, made to hear it where this machine has what that takes. */
  public static List<String> heardBy(List<String> command) {
    if (!works()) {
      return command;
    }
    List<String> hearing = new ArrayList<>(HEARING);
    hearing.addAll(command);
    return hearing;
  }

  /** Sends it, as a terminal does. */
  public static void sendTo(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private static boolean works() {
    List<String> tried = new ArrayList<>(HEARING);
    tried.add("true");
    try {
      return new ProcessBuilder(tried).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
