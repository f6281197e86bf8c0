package dev.headrace.runners.direct;

import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.s3.LocalS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What the headrace command did in this JVM.
 *
 * @param exitCode how it ended
 * @param out what it told on the standard output
 * @param err what it told on the standard error
 */
record CommandLineRun(int exitCode, String out, String err) {
  private static final List<String> BUCKETS =
      List.of("--raw=s3://raw", "--transformed=s3://transformed", "--dead-letter=s3://dead-letter");

  static CommandLineRun of(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    int exitCode = headrace.execute(args.toArray(String[]::new));
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** {@code headrace run} against stand-ins. */
  static List<String> runArguments(
      String pipeline, Platform platform, EarthquakeApi api, String... options) {
    return runArguments(pipeline, platform, api.baseUri(), options);
  }

  /** {@code headrace run} against an API and stand-ins. */
  static List<String> runArguments(String pipeline, Platform platform, URI api, String... options) {
    List<String> args = new ArrayList<>(List.of("run", pipeline));
    args.addAll(List.of(options));
    args.addAll(BUCKETS);
    args.addAll(
        List.of(
            "--api-url=" + api,
            "--private-addresses",
            "--staging=s3://staging",
            "--warehouse-url=" + platform.redshift().jdbcUrl(),
            "--warehouse-user=" + platform.redshift().user()));
    args.addAll(beamOptions(platform));
    return args;
  }

  /** {@code headrace compact} against stand-ins. */
  static List<String> compactArguments(String pipeline, Platform platform, String... options) {
    List<String> args = new ArrayList<>(List.of("compact", pipeline));
    args.addAll(List.of(options));
    args.addAll(BUCKETS);
    args.addAll(beamOptions(platform));
    return args;
  }

  private static List<String> beamOptions(Platform platform) {
    return List.of(
        "--",
        "--awsRegion=" + LocalS3.REGION,
        "--endpoint=" + platform.endpoint(),
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
            .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));
  }
}
