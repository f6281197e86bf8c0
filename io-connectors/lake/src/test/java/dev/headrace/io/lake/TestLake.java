package dev.headrace.io.lake;

import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The four places of a run in one folder. */
public final class TestLake {
  private TestLake() {}

  /** Options by which a store finds the endpoint. */
  public static PipelineOptions optionsFor(LocalS3 s3) {
    AwsOptions options = PipelineOptionsFactory.as(AwsOptions.class);
    options.setAwsRegion(Region.of(s3.region()));
    options.setEndpoint(s3.endpoint());
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(s3.accessKeyId(), s3.secretAccessKey())));
    return options;
  }

  /** A run below the folder. */
  public static RunPaths paths(Path folder, String runId) {
    String root = "file://" + folder;
    return new RunPaths(
        root + "/raw",
        root + "/transformed",
        root + "/dead-letter",
        root + "/staging",
        "usgs",
        "events",
        runId);
  }

  /** The bytes of all files below the folder, one char a byte, by their path within it. */
  public static Map<String, String> contents(Path folder) {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }
}
