package dev.headrace.runners.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar with a pipeline that is nowhere else: compiled for it, and named in its service file. */
final class OwnPipelineJar {
  private static final String NAME = "com.example.OwnQuakes";
  private static final String SOURCE =
      """
      package com.example;

      public final class OwnQuakes implements dev.headrace.pipelines.run.DefinitionProvider {
        private final dev.headrace.pipelines.earthquakes.Earthquakes all =
            new dev.headrace.pipelines.earthquakes.Earthquakes();

        @Override
        public String name() {
          return "earthquakes-of-my-own";
        }

        @Override
        public java.net.URI defaultBaseUrl() {
          return all.defaultBaseUrl();
        }

        @Override
        public int defaultPageSize() {
          return all.defaultPageSize();
        }

        @Override
        public dev.headrace.pipelines.run.PipelineDefinition define(java.net.URI url, int size) {
          return all.define(url, size);
        }
      }
      """;

  private OwnPipelineJar() {}

  static Path write(Path jar) throws IOException {
    Path classes = compile(jar.resolveSibling("own-classes"));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      String provider = "META-INF/services/dev.headrace.pipelines.run.DefinitionProvider";
      add(out, provider, NAME.getBytes(UTF_8));
      try (Stream<Path> found = Files.walk(classes)) {
        for (Path compiled : found.filter(Files::isRegularFile).toList()) {
          try (InputStream in = Files.newInputStream(compiled)) {
            add(out, classes.relativize(compiled).toString(), in.readAllBytes());
          }
        }
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static Path compile(Path classes) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter told = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    boolean done = compiler.getTask(told, null, null, options, null, List.of(new Source())).call();
    if (!done) {
      throw new IllegalStateException(told.toString());
    }
    return classes;
  }

  private static final class Source extends SimpleJavaFileObject {
    Source() {
      super(URI.create("string:///com/example/OwnQuakes.java"), Kind.SOURCE);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return SOURCE;
    }
  }
}
