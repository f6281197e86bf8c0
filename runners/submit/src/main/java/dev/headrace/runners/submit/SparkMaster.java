package dev.headrace.runners.submit;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code --master} says. */
final class SparkMaster {
  static final String YARN = "yarn";

  private static final Pattern KNOWN =
      Pattern.compile(
          "local(\\[[^\\]]+])?|yarn|k8s://\\S+|spark://[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*");
  private static final String STANDALONE = "spark://";
  private static final int PATIENCE_MILLIS = 5_000;

  private SparkMaster() {}

  static void requireKnown(String master) {
    checkArgument(
        KNOWN.matcher(master).matches(),
        "--master must be such as spark://host:7077, yarn, k8s://https://host:443 or local[2], but"
            + " is \"%s\"",
        master);
  }

  private static boolean isStandalone(String master) {
    return master.startsWith(STANDALONE);
  }

  /** Spark itself would try for a minute. */
  static void requireReachable(String master) {
    if (isStandalone(master)) {
      List<String> hosts = List.of(master.substring(STANDALONE.length()).split(","));
      checkArgument(
          hosts.stream().anyMatch(SparkMaster::answers),
          "--master names %s, and there is nothing that takes connections",
          master);
    }
  }

  private static boolean answers(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    int port = Integer.parseInt(hostAndPort.substring(colon + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(hostAndPort.substring(0, colon), port), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
