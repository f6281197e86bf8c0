package dev.headrace.benchmarks.reprocess;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes dead letters as lines of JSON, to a file that there is only if there are any. */
final class DeadLetterWriter implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private @Nullable JsonGenerator open;

  DeadLetterWriter(Path file) {
    this.file = file;
  }

  /** Writes a line as it came, and why it is not a flight. */
  void write(String line, String reason) throws IOException {
    JsonGenerator out = open == null ? open() : open;
    out.writeStartObject();
    out.writeStringField("line", line);
    out.writeStringField("reason", reason);
    out.writeEndObject();
  }

  private JsonGenerator open() throws IOException {
    JsonGenerator out = JSON.createGenerator(Files.newOutputStream(file), JsonEncoding.UTF8);
    out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    open = out;
    return out;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
