package dev.headrace.io.redshift;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * Everything that is logged and printed while this is open: at DEBUG, and at TRACE by Headrace and
 * the drivers. The servers that the tests bring along are left out.
 */
final class Printed implements AutoCloseable {
  private static final List<String> TRACED =
      List.of("dev.headrace.io", "com.amazon.redshift", "org.postgresql");
  private static final List<String> SERVERS =
      List.of("org.eclipse.jetty", "org.gaul", "org.jclouds", "dev.headrace.testdata");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream streams = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Collecting appender = new Collecting(lines);
  private final Handler handler = new JulHandler(lines);

  // Held, since the JDK forgets loggers that nobody holds, and their levels.
  private final List<java.util.logging.Logger> drivers =
      TRACED.stream().map(java.util.logging.Logger::getLogger).toList();

  Printed() {
    PrintStream collected = new PrintStream(streams, true, UTF_8);
    System.setOut(collected);
    System.setErr(collected);
    appender.start();
    Configuration logging = context.getConfiguration();
    LoggerConfig root = logging.getRootLogger();
    root.removeAppender("console");
    root.addAppender(appender, Level.ALL, null);
    root.setLevel(Level.DEBUG);
    TRACED.forEach(name -> logging.addLogger(name, new LoggerConfig(name, Level.TRACE, true)));
    SERVERS.forEach(name -> logging.addLogger(name, new LoggerConfig(name, Level.WARN, true)));
    context.updateLoggers();
    handler.setLevel(java.util.logging.Level.ALL);
    for (java.util.logging.Logger driver : drivers) {
      driver.setLevel(java.util.logging.Level.ALL);
      driver.addHandler(handler);
      driver.setUseParentHandlers(false);
    }
  }

  String text() {
    return String.join("\n", lines) + streams.toString(UTF_8);
  }

  @Override
  public void close() {
    for (java.util.logging.Logger driver : drivers) {
      driver.removeHandler(handler);
      driver.setUseParentHandlers(true);
      driver.setLevel(null);
    }
    context.reconfigure();
    System.setOut(out);
    System.setErr(err);
  }

  private static final class Collecting extends AbstractAppender {
    private final Queue<String> lines;

    Collecting(Queue<String> lines) {
      super(
          "collecting",
          null,
          PatternLayout.newBuilder().withPattern("%p %c %m%n%throwable").build(),
          true,
          Property.EMPTY_ARRAY);
      this.lines = lines;
    }

    @Override
    public void append(LogEvent event) {
      lines.add(String.valueOf(getLayout().toSerializable(event)));
    }
  }

  private static final class JulHandler extends Handler {
    private final Queue<String> lines;

    JulHandler(Queue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(new java.util.logging.SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
