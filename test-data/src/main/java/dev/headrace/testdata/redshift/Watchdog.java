package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A shell that ends the server when this JVM is gone, whatever killed it: it reads from a pipe that
 * only this JVM holds. It learns the server's process id from the server's own file.
 */
final class Watchdog {
  // Ctrl-C reaches the whole process group; the shell must outlive the JVM then, too.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r line && exit 0
      file="$0/postmaster.pid"
      tries=0
      while [ ! -s "$file" ] && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
      pid=$(head -n 1 "$file" 2>/dev/null)
      [ -n "$pid" ] && kill -INT "$pid"
      if [ -n "$1" ]; then
        while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
        rm -rf -- "$1"
      fi
      """;

  private final OutputStream pipe;

  private Watchdog(OutputStream pipe) {
    this.pipe = pipe;
  }

  /** Watches over a server that keeps its files after its end. */
  static Watchdog over(Path postgresFiles) throws IOException {
    return start(postgresFiles, "");
  }

  /** Watches over a server and removes a directory after it. */
  static Watchdog over(Path postgresFiles, Path toRemove) throws IOException {
    return start(postgresFiles, toRemove.toString());
  }

  private static Watchdog start(Path postgresFiles, String toRemove) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", SCRIPT, postgresFiles.toString(), toRemove)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Watchdog(shell.getOutputStream());
  }

  /** To be called when the server has ended otherwise. */
  void dismiss() throws IOException {
    try (pipe) {
      pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
