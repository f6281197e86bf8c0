package dev.headrace.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.pipelines.run.DefinitionProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with a pipeline of a user's own, as {@code --jars} takes it. */
final class UserJar {
  private UserJar() {}

  /** Writes a jar with the provider and the service file that names it. */
  static Path write(Path jar, Class<? extends DefinitionProvider> provider) throws IOException {
    String file = provider.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        InputStream code = Objects.requireNonNull(provider.getResourceAsStream("/" + file))) {
      entries.putNextEntry(new JarEntry("META-INF/services/" + DefinitionProvider.class.getName()));
      entries.write(provider.getName().getBytes(UTF_8));
      entries.closeEntry();
      entries.putNextEntry(new JarEntry(file));
      code.transferTo(entries);
      entries.closeEntry();
    }
    return jar;
  }
}
