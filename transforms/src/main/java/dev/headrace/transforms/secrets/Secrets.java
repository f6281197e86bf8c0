package dev.headrace.transforms.secrets;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reads secrets where they are used. The environment and files are read here; a module on the class
 * path may bring a {@link SecretSource} for more.
 */
public final class Secrets {
  private static final List<SecretSource> HERE = List.of(new EnvironmentSource(), new FileSource());

  private Secrets() {}

  /**
   * The secret's value as it is now, not empty. Blocks while it is read; to be asked again rather
   * than kept for long, so that a rotated secret is noticed.
   *
   * @throws IOException if it cannot be read, is empty, or nothing here reads its kind; the message
   *     names the reference, never the value
   */
  public static String read(Secret secret) throws IOException {
    String reference = secret.reference();
    Optional<SecretSource> source = knowing(HERE, reference);
    if (source.isEmpty()) {
      source = knowing(Modules.SOURCES, reference);
    }
    return source
        .orElseThrow(
            () ->
                new IOException(
                    "Nothing here reads the secret "
                        + reference
                        + ": add the module headrace-io-secretsmanager to the class path"))
        .read(reference);
  }

  private static Optional<SecretSource> knowing(List<SecretSource> sources, String reference) {
    return sources.stream().filter(source -> source.knows(reference)).findFirst();
  }

  /**
   * Tries to read those secrets that are in the environment or in files of this machine: a wrong
   * name is noticed before anything is done. Those of a service are not asked for.
   *
   * @throws IllegalArgumentException if one cannot be read; the message names the reference
   */
  public static void requireHere(Collection<Secret> secrets) {
    for (Secret secret : secrets) {
      if (knowing(HERE, secret.reference()).isPresent()) {
        try {
          read(secret);
        } catch (IOException e) {
          throw new IllegalArgumentException(e.getMessage(), e);
        }
      }
    }
  }

  /**
   * Found once, and only when one is needed, by the class loader of this class: a pool's thread may
   * have another.
   */
  private static final class Modules {
    static final List<SecretSource> SOURCES =
        ServiceLoader.load(SecretSource.class, SecretSource.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }
}
