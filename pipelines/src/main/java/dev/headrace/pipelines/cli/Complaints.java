package dev.headrace.pipelines.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in sentences what went wrong. The stack trace goes to the log, at level debug. */
final class Complaints implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    LOG.debug("The command failed", failure);
    boolean ofTheUser = failure instanceof IllegalArgumentException;
    String told = sentences(failure);
    command.getErr().println("headrace: " + (ofTheUser ? OptionNames.toldIn(told, parsed) : told));
    return ofTheUser ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The messages of the failure and its causes, each once, without Beam's wrappers. */
  private static String sentences(Throwable failure) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      boolean wrapper = t instanceof PipelineExecutionException || t instanceof UserCodeException;
      if (!wrapper || t.getCause() == null) {
        messages.add(t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage());
      }
    }
    messages.removeIf(
        message ->
            messages.stream().anyMatch(other -> !other.equals(message) && other.contains(message)));
    return String.join("; because: ", messages);
  }
}
