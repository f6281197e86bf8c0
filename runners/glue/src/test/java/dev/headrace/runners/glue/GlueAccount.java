package dev.headrace.runners.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.glue.GlueEndpoint;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/** A local Glue and S3, where the AWS SDK of this JVM looks for them, and the command line. */
final class GlueAccount implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/headrace-job";

  private final GlueEndpoint glue;
  private final LocalS3 s3;
  private final Path jar;

  /** What the command line did. */
  record Told(int exitCode, String out, String err) {}

  private GlueAccount(GlueEndpoint glue, LocalS3 s3, Path jar) {
    this.glue = glue;
    this.s3 = s3;
    this.jar = jar;
  }

  /** With an S3 that has the bucket jobs, which is empty again when this is closed. */
  static GlueAccount open(Path folder, LocalS3 s3) throws IOException {
    GlueEndpoint glue = new GlueEndpoint(Set.of(), 1000);
    Path jar = Files.writeString(folder.resolve("headrace-job.jar"), "no jar, but bytes");
    GlueAccount account = new GlueAccount(glue, s3, jar);
    account.settings().forEach(System::setProperty);
    return account;
  }

  /** By which the AWS SDK finds what is here. */
  Map<String, String> settings() {
    return Map.of(
        "aws.endpointUrlGlue",
        glue.uri().toString(),
        "aws.endpointUrlS3",
        s3.endpoint().toString(),
        "aws.accessKeyId",
        LocalS3.ACCESS_KEY_ID,
        "aws.secretAccessKey",
        LocalS3.SECRET_ACCESS_KEY,
        "aws.disableEc2Metadata",
        "true",
        "aws.region",
        LocalS3.REGION);
  }

  GlueEndpoint glue() {
    return glue;
  }

  LocalS3 s3() {
    return s3;
  }

  Path jar() {
    return jar;
  }

  GlueClient client() {
    return GlueClient.builder()
        .endpointOverride(glue.uri())
        .region(Region.of(LocalS3.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY)))
        .build();
  }

  /** {@code headrace submit glue} with these options, and the run of earthquakes r1. */
  Told submit(String... options) {
    return execute(arguments(List.of(options), run("earthquakes")));
  }

  List<String> arguments(List<String> options, List<String> run) {
    List<String> all =
        new ArrayList<>(
            List.of("submit", "glue", "--role=" + ROLE, "--bucket=s3://jobs/here", "--jar=" + jar));
    addUnlessGiven(all, options, "--poll-every=", "PT0.05S");
    addUnlessGiven(all, options, "--wait-to-start=", "PT1H");
    all.addAll(options);
    all.addAll(run);
    return all;
  }

  private static void addUnlessGiven(
      List<String> all, List<String> options, String name, String value) {
    if (options.stream().noneMatch(option -> option.startsWith(name))) {
      all.add(name + value);
    }
  }

  static List<String> run(String pipeline, String... more) {
    List<String> run =
        new ArrayList<>(
            List.of(
                pipeline,
                "--run-id=r1",
                "--start=2018-02-01",
                "--end",
                "2018-02-02",
                "--raw=s3://raw",
                "--transformed=s3://transformed",
                "--dead-letter=s3://dead-letter",
                "--staging=s3://staging",
                "--warehouse-url=jdbc:redshift://host:5439/dev",
                "--warehouse-user=loader"));
    run.addAll(List.of(more));
    return run;
  }

  Told execute(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    int exitCode = headrace.execute(arguments.toArray(String[]::new));
    return new Told(exitCode, out.toString(), err.toString());
  }

  /** What a start of a run was given, by name. */
  Map<String, String> started(int index) {
    Object arguments = glue.requests("StartJobRun").get(index).get("Arguments");
    return new ObjectMapper().convertValue(arguments, new TypeReference<>() {});
  }

  /** The arguments of {@code headrace run} that a start of a run was given. */
  List<String> runArguments(int index) {
    byte[] json =
        Base64.getUrlDecoder().decode(String.valueOf(started(index).get("--headrace_args")));
    try {
      return new ObjectMapper().readValue(new String(json, UTF_8), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    settings().keySet().forEach(System::clearProperty);
    s3.keys("jobs", "").forEach(key -> s3.client().deleteObject(r -> r.bucket("jobs").key(key)));
    glue.close();
  }
}
