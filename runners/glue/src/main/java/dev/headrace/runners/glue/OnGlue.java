package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.cli.BeamArguments;
import dev.headrace.pipelines.cli.PlannedRun;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.transforms.secrets.Secret;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** What a run may not have on Glue, where there is nothing of this machine. */
final class OnGlue {
  private static final String RUNNERS = "org.apache.beam.runners.";
  private static final String SETTER = "set";

  private OnGlue() {}

  /**
   * Checks a run.
   *
   * @throws IllegalArgumentException if it needs something of this machine, or the job would refuse
   *     it
   */
  static void require(PlannedRun run, BeamArguments beam) {
    JobBeamOption.require(beam);
    requireNoneOfOtherRunners(beam);
    run.definition().secrets().forEach(OnGlue::requireKept);
    run.settings().warehouse().secrets().forEach(OnGlue::requireKept);
    requireLocations(run.settings());
  }

  /** This machine has a runner too, whose options the job does not know. */
  private static void requireNoneOfOtherRunners(BeamArguments beam) {
    Set<String> known = JobBeamOption.names();
    Set<String> ofRunners = optionsOfRunners();
    for (String name : beam.names()) {
      checkArgument(
          known.contains(name) || !ofRunners.contains(name),
          "--%s must be left out on AWS Glue: it is an option of a runner that a job does not have",
          name);
    }
  }

  private static Set<String> optionsOfRunners() {
    return PipelineOptionsFactory.getRegisteredOptions().stream()
        .filter(options -> options.getName().startsWith(RUNNERS))
        .flatMap(options -> Stream.of(options.getDeclaredMethods()))
        .map(Method::getName)
        .filter(name -> name.startsWith(SETTER))
        .map(name -> Introspector.decapitalize(name.substring(SETTER.length())))
        .collect(Collectors.toSet());
  }

  private static void requireKept(Secret secret) {
    checkArgument(
        secret.reference().startsWith("arn:"),
        "The secret %s cannot be read on AWS Glue, whose workers have neither the environment nor"
            + " the files of this machine: name it by its ARN in AWS Secrets Manager,"
            + " arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME",
        secret);
  }

  private static void requireLocations(RunSettings settings) {
    requireS3("--raw", settings.raw());
    requireS3("--transformed", settings.transformed());
    requireS3("--dead-letter", settings.deadLetter());
    requireS3("--staging", settings.staging());
  }

  private static void requireS3(String name, String location) {
    checkArgument(
        location.startsWith("s3://"),
        "%s must be such as s3://bucket on AWS Glue, but was %s",
        name,
        location);
  }
}
