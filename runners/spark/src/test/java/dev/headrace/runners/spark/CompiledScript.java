package dev.headrace.runners.spark;

import com.google.common.io.Resources;
import dev.headrace.runners.glue.GlueCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scala.Console;
import scala.runtime.AbstractFunction0;
import scala.tools.nsc.Main$;

/**
 * The entry script, compiled by the compiler of Glue's Scala, with stand-ins for Glue's library.
 */
final class CompiledScript implements AutoCloseable {
  private final URLClassLoader classes;

  private CompiledScript(URLClassLoader classes) {
    this.classes = classes;
  }

  /** Compiles it to a folder. */
  static CompiledScript in(Path folder) throws Exception {
    Path script = folder.resolve("headrace-glue.scala");
    Files.write(script, Resources.toByteArray(resource(GlueCommand.class, "headrace-glue.scala")));
    Path target = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-deprecation",
                "-Xfatal-warnings",
                "-Wconf:src=.*/glue-library/.*:silent",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                target.toString(),
                script.toString()));
    Path library = Path.of(resource(CompiledScript.class, "/glue-library").toURI());
    try (Stream<Path> sources = Files.list(library)) {
      sources.map(Path::toString).forEach(arguments::add);
    }
    String told = compile(arguments);
    if (!told.isBlank()) {
      throw new AssertionError(told);
    }
    return new CompiledScript(
        new URLClassLoader(new URL[] {url(target)}, CompiledScript.class.getClassLoader()));
  }

  private static String compile(List<String> arguments) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    Console.withOut(
        out,
        new AbstractFunction0<Object>() {
          @Override
          public Object apply() {
            return Console.withErr(
                out,
                new AbstractFunction0<Object>() {
                  @Override
                  public Object apply() {
                    return Main$.MODULE$.process(arguments.toArray(String[]::new));
                  }
                });
          }
        });
    return told.toString(StandardCharsets.UTF_8);
  }

  private static URL resource(Class<?> beside, String name) {
    URL resource = beside.getResource(name);
    if (resource == null) {
      throw new AssertionError("There is no resource " + name);
    }
    return resource;
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs its main method as Glue does. */
  void run(String... sysArgs) throws Throwable {
    try {
      classes
          .loadClass("HeadraceGlue")
          .getMethod("main", String[].class)
          .invoke(null, (Object) sysArgs);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What Glue's own {@code Job} was called for. */
  List<String> calls() throws ReflectiveOperationException {
    Object calls =
        classes.loadClass("com.amazonaws.services.glue.util.Job").getMethod("calls").invoke(null);
    return ((List<?>) calls).stream().map(String::valueOf).toList();
  }

  @Override
  public void close() throws Exception {
    classes.close();
  }
}
