package dev.headrace.io.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * All that is logged from now until this is closed: at INFO, and by Headrace itself at any level.
 */
final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private static final String OWN = "dev.headrace";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Level before;

  CapturedLog() {
    super("captured", null, null, true, Property.EMPTY_ARRAY);
    start();
    Configuration configuration = context.getConfiguration();
    before = configuration.getRootLogger().getLevel();
    configuration.getRootLogger().setLevel(Level.INFO);
    configuration.getRootLogger().addAppender(this, null, null);
    configuration.addLogger(OWN, new LoggerConfig(OWN, Level.ALL, true));
    context.updateLoggers();
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
    if (event.getThrown() != null) {
      StringWriter trace = new StringWriter();
      event.getThrown().printStackTrace(new PrintWriter(trace));
      lines.add(trace.toString());
    }
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    Configuration configuration = context.getConfiguration();
    configuration.removeLogger(OWN);
    configuration.getRootLogger().setLevel(before);
    configuration.getRootLogger().removeAppender("captured");
    context.updateLoggers();
    stop();
  }
}
