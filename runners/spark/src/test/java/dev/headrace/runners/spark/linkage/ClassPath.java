package dev.headrace.runners.spark.linkage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;

/** Where a job's classes are looked for: in the JDK, then in Spark's jars, then in the job jar. */
final class ClassPath implements AutoCloseable {
  private static final String SERVICES = "META-INF/services/";
  private static final List<String> NEVER_ASKED_FOR =
      List.of(
          "org.apache.beam.vendor.grpc.",
          "org.apache.beam.sdk.schemas.io.",
          "org.apache.beam.sdk.schemas.transforms.",
          "reactor.");

  private static final Set<String> OF_THE_JDK =
      ModuleLayer.boot().modules().stream()
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toSet());

  private final List<JarFile> spark;
  private final Map<String, JarFile> inSpark = new HashMap<>();
  private final JarFile job;
  private final Map<String, Optional<byte[]>> instead = new HashMap<>();
  private final Map<String, Optional<Found>> found = new HashMap<>();

  /**
   * A class that was found.
   *
   * @param reader its bytes
   * @param inJob whether it is the job jar's
   */
  record Found(ClassReader reader, boolean inJob) {}

  private ClassPath(List<JarFile> spark, JarFile job) {
    this.spark = spark;
    this.job = job;
    for (JarFile jar : spark) {
      jar.versionedStream().forEach(entry -> inSpark.putIfAbsent(entry.getName(), jar));
    }
  }

  static ClassPath of(Path sparkJars, Path jobJar) throws IOException {
    List<JarFile> spark = new ArrayList<>();
    try (Stream<Path> jars = Files.list(sparkJars)) {
      for (Path jar : jars.sorted().toList()) {
        spark.add(open(jar));
      }
    }
    return new ClassPath(spark, open(jobJar));
  }

  private static JarFile open(Path jar) throws IOException {
    return new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
  }

  /** Lets a class be another, or be gone. */
  ClassPath with(String name, Optional<byte[]> bytes) {
    instead.put(name, bytes);
    found.clear();
    return this;
  }

  /** The names of all classes of the job jar, as {@code java/lang/String}. */
  Stream<String> jobClasses() {
    return job.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .map(name -> name.substring(0, name.length() - ".class".length()));
  }

  /** The classes that the job jar's service files name. */
  List<String> providers() throws IOException {
    List<String> providers = new ArrayList<>();
    for (ZipEntry entry : job.stream().filter(ClassPath::isService).toList()) {
      new String(job.getInputStream(entry).readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(line -> providers.add(line.replace('.', '/')));
    }
    return providers;
  }

  /** Whether a job asks for the services: not for a server's, nor for what other languages use. */
  private static boolean isService(ZipEntry entry) {
    String name = entry.getName();
    return name.matches("META-INF/services/[^/]+")
        && NEVER_ASKED_FOR.stream().noneMatch(name.substring(SERVICES.length())::startsWith);
  }

  Optional<Found> find(String name) {
    return found.computeIfAbsent(name, this::look);
  }

  private Optional<Found> look(String name) {
    String file = name + ".class";
    try {
      if (instead.containsKey(name)) {
        return instead.get(name).map(bytes -> new Found(new ClassReader(bytes), false));
      }
      if (OF_THE_JDK.contains(name.replaceFirst("/?[^/]+$", "").replace('/', '.'))) {
        try (InputStream jdk = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
          if (jdk != null) {
            return Optional.of(new Found(new ClassReader(jdk), false));
          }
        }
      }
      JarFile first = inSpark.get(file);
      if (first != null) {
        return Optional.of(new Found(read(first, file), false));
      }
      return job.getJarEntry(file) == null
          ? Optional.empty()
          : Optional.of(new Found(read(job, file), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassReader read(JarFile jar, String file) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(file))) {
      return new ClassReader(in);
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : spark) {
      jar.close();
    }
    job.close();
  }
}
