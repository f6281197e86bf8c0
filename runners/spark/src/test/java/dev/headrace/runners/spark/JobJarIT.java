package dev.headrace.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the job jar, and what is not. */
class JobJarIT {
  private static final long MOST_BYTES = 120_000_000;
  private static final int JAVA_17 = 61;
  private static final String SHADED = "dev/headrace/shaded/";

  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(BuiltJob.jar().toFile());
    names = jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/")).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  /** What a service file names. */
  private static List<String> providers(String service) throws IOException {
    JarEntry file = jar.getJarEntry("META-INF/services/" + service);
    return new String(jar.getInputStream(file).readAllBytes(), UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  @Test
  void itIsSmallEnoughToBeSentAround() throws IOException {
    assertThat(Files.size(BuiltJob.jar()), lessThan(MOST_BYTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/spark/",
        "org/apache/hadoop/",
        "org/apache/avro/",
        "org/slf4j/",
        "org/apache/logging/",
        "org/apache/commons/logging/",
        "com/fasterxml/jackson/",
        "scala/",
        "io/netty/",
        "com/github/luben/zstd/",
        "org/xerial/snappy/",
        "org/conscrypt/",
        "org/junit/",
        "org/hamcrest/",
        "dev/headrace/testdata/",
        "META-INF/native/",
      })
  void whatTheClusterHasOrNobodyNeedsIsNotInIt(String folder) {
    assertThat(names.stream().filter(name -> name.startsWith(folder)).toList(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/parquet/",
        "shaded/parquet/",
        "software/amazon/awssdk/",
        "com/google/common/",
        "io/airlift/compress/",
        "org/apache/http/",
        "org/yaml/snakeyaml/",
        "com/ctc/wstx/",
      })
  void whatAClusterMayHaveInAnotherVersionIsInItByAnotherName(String folder) {
    assertThat(names.stream().filter(name -> name.startsWith(folder)).toList(), is(empty()));
    assertThat(names, hasItem(startsWith(SHADED + folder)));
  }

  @Test
  void noCodeOfAnyMachineIsInIt() {
    assertThat(
        names.stream().filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib)")).toList(),
        is(empty()));
  }

  @Test
  void noSignatureIsLeftOver() {
    assertThat(
        names.stream().filter(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)")).toList(),
        is(empty()));
  }

  @Test
  void noClassIsForALaterJavaThanSparkRunsOn() throws IOException {
    List<String> later = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(".class") && !name.startsWith("META-INF/versions/")) {
        byte[] start = jar.getInputStream(jar.getEntry(name)).readNBytes(8);
        if ((start[6] << 8 | start[7]) > JAVA_17) {
          later.add(name);
        }
      }
    }

    assertThat(later, is(empty()));
  }

  @Test
  void theServicesOfAllModulesAreMerged() throws IOException {
    assertThat(
        providers("org.apache.beam.sdk.options.PipelineOptionsRegistrar"),
        hasItems(
            "org.apache.beam.runners.spark.SparkRunnerRegistrar$Options",
            "org.apache.beam.sdk.io.aws2.options.AwsPipelineOptionsRegistrar",
            "org.apache.beam.sdk.options.DefaultPipelineOptionsRegistrar"));
    assertThat(
        providers("dev.headrace.pipelines.run.RunnerSetup"), hasItem(SparkSetup.class.getName()));
  }

  @Test
  void servicesOfWhatHasAnotherNameHaveItToo() throws IOException {
    assertThat(
        providers("dev.headrace.shaded.software.amazon.awssdk.http.SdkHttpService"),
        contains("dev.headrace.shaded.software.amazon.awssdk.http.apache.ApacheSdkHttpService"));
  }

  @Test
  void itsMainClassIsTheJob() throws IOException {
    assertThat(
        jar.getManifest().getMainAttributes().getValue("Main-Class"),
        is("dev.headrace.runners.spark.SparkJob"));
  }
}
