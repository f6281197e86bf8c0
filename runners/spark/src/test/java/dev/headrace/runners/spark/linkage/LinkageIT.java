package dev.headrace.runners.spark.linkage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.runners.spark.BuiltJob;
import dev.headrace.runners.spark.SparkJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The job jar against the jars of a Spark distribution, which come first on a cluster. */
class LinkageIT {
  private static final String OWN = "dev/headrace/";
  private static final String SHADED = "dev/headrace/shaded/";
  private static final String CONTEXT = "org/apache/spark/api/java/JavaSparkContext";

  /** A class of the job that uses the context. */
  private static final String USER = "dev/headrace/runners/spark/ParallelContext";

  private static Set<String> missing;

  @TempDir Path folder;

  @BeforeAll
  static void look() throws IOException {
    try (ClassPath classPath = ClassPath.of(sparkJars(), BuiltJob.jar())) {
      List<String> first = new ArrayList<>();
      classPath
          .jobClasses()
          .filter(name -> name.startsWith(OWN) && !name.startsWith(SHADED))
          .forEach(first::add);
      first.addAll(classPath.providers());
      missing = Linkage.missing(classPath, first);
    }
  }

  private static Path sparkJars() {
    return BuiltJob.sparkHome().resolve("jars");
  }

  @Test
  void nothingOfWhatTheJobReachesIsMissingOnACluster() {
    assertThat(missing.stream().filter(name -> !Absent.matches(name)).toList(), is(empty()));
  }

  @Test
  void whatIsAbsentOnPurposeIsStillSpokenOf() {
    List<String> gone =
        Absent.PREFIXES.stream()
            .filter(prefix -> missing.stream().noneMatch(name -> name.startsWith(prefix)))
            .toList();

    assertThat(gone, is(empty()));
  }

  @Test
  void aClassThatIsGoneIsFound() throws IOException {
    try (ClassPath classPath = ofOneClass()) {
      assertThat(Linkage.missing(classPath, List.of(USER)), not(hasItem(startsWith(CONTEXT))));

      classPath.with(CONTEXT, Optional.empty());

      assertThat(
          Linkage.missing(classPath, List.of(USER)),
          hasItem(CONTEXT + ", which " + USER + " needs"));
    }
  }

  @Test
  void aMethodThatIsGoneIsFound() throws IOException {
    try (ClassPath classPath = ofOneClass()) {
      ClassReader context = classPath.find(CONTEXT).orElseThrow().reader();

      classPath.with(CONTEXT, Optional.of(without(context, "defaultParallelism")));

      assertThat(
          Linkage.missing(classPath, List.of(USER)),
          hasItem(startsWith(CONTEXT + ".defaultParallelism()")));
    }
  }

  private ClassPath ofOneClass() throws IOException {
    Path jar = folder.resolve("one-class.jar");
    String file = USER + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        InputStream bytes = SparkJob.class.getResourceAsStream("/" + file)) {
      entries.putNextEntry(new JarEntry(file));
      bytes.transferTo(entries);
      entries.closeEntry();
    }
    return ClassPath.of(sparkJars(), jar);
  }

  private static byte[] without(ClassReader original, String method) {
    ClassWriter changed = new ClassWriter(0);
    original.accept(
        new ClassVisitor(Opcodes.ASM9, changed) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            return name.equals(method)
                ? null
                : super.visitMethod(access, name, descriptor, signature, thrown);
          }
        },
        0);
    return changed.toByteArray();
  }
}
