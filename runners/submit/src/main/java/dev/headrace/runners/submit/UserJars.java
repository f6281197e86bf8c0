package dev.headrace.runners.submit;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jars with pipelines of the user's own: what is in them is known here as it is on the cluster. */
final class UserJars {
  private final List<URL> local;

  private UserJars(List<URL> local) {
    this.local = local;
  }

  /**
   * The jars, as {@code --jars} has them: paths, or URIs such as {@code s3a://} that only Spark can
   * read.
   */
  static UserJars of(List<String> jars) throws MalformedURLException {
    List<URL> local = new ArrayList<>();
    for (String jar : jars) {
      if (jar.startsWith("file:") || !jar.contains(":/")) {
        local.add(SparkPlace.requireFile("--jars", file(jar)).toUri().toURL());
      }
    }
    checkArgument(
        jars.stream().noneMatch(String::isBlank), "--jars must not have an empty name, but has");
    return new UserJars(local);
  }

  /** {@code file:own.jar} is no path to Java, but one to Spark. */
  private static Path file(String jar) {
    String path = jar.startsWith("file:") ? URI.create(jar).getPath() : jar;
    return Path.of(path == null ? jar.substring("file:".length()) : path);
  }

  /** Runs something that finds what is in the jars. */
  void within(Runnable action) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(local.toArray(URL[]::new), before)) {
      thread.setContextClassLoader(loader);
      action.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
