package dev.headrace.runners.submit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Spark is to tell on the console where its own settings do not say it. */
final class LogSettings {
  static final String NAME = "log4j2.properties";

  private final Optional<Path> file;

  private LogSettings(Optional<Path> file) {
    this.file = file;
  }

  /** As Spark does by itself: how an application comes along. */
  static LogSettings ofSpark() {
    return new LogSettings(Optional.empty());
  }

  /** Errors alone, in a file to be deleted: among all that Spark tells, progress would be lost. */
  static LogSettings quiet() throws IOException {
    Path file = Files.createTempFile("headrace-", "-" + NAME);
    try (InputStream settings = LogSettings.class.getResourceAsStream(NAME)) {
      if (settings == null) {
        throw new IllegalStateException(NAME + " is not on the class path");
      }
      Files.write(file, settings.readAllBytes());
    }
    return new LogSettings(Optional.of(file));
  }

  Optional<Path> file() {
    return file;
  }

  /** Once Spark has ended; may be called again. */
  void delete() {
    if (file.isPresent()) {
      try {
        Files.deleteIfExists(file.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
