package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.headrace.pipelines.cli.BeamArguments;
import dev.headrace.pipelines.cli.PlannedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.regions.Region;

/** The arguments of {@code headrace run} as the job has to be given them. */
final class RunOnGlue {
  /** How AWS is reached from here; the job has its role, and a way of its own. */
  private static final Set<String> OF_THIS_MACHINE =
      Set.of("awsCredentialsProvider", "proxyConfiguration");

  private RunOnGlue() {}

  /**
   * The same run, whenever and wherever it is read: its id, its end and its region are told, its
   * file is in the working directory, and how AWS is reached from here is left out.
   *
   * @param arguments as they were given here
   */
  static ImmutableList<String> arguments(List<String> arguments, PlannedRun run, Region region) {
    List<String> before = BeamArguments.before(arguments);
    List<String> own = before.subList(1, before.size());
    List<String> ofBeam = BeamArguments.of(arguments).without(OF_THIS_MACHINE).list();
    List<String> all = new ArrayList<>();
    all.add(run.files().isEmpty() ? arguments.get(0) : nameOf(run.files().get(0)));
    addUnlessGiven(all, own, "--run-id", run.settings().runId());
    addUnlessGiven(all, own, "--end", run.settings().end());
    all.addAll(own);
    all.add(BeamArguments.SEPARATOR);
    addUnlessGiven(all, ofBeam, "--awsRegion", region);
    all.addAll(ofBeam);
    return ImmutableList.copyOf(all);
  }

  private static void addUnlessGiven(
      List<String> all, List<String> given, String option, Object value) {
    if (given.stream().noneMatch(arg -> arg.equals(option) || arg.startsWith(option + "="))) {
      all.add(option + "=" + value);
    }
  }

  /**
   * The files that the job needs beside its jars, which all lie in one folder there.
   *
   * @throws IllegalArgumentException if they do not here, or have names that Glue cannot be told
   */
  static ImmutableList<Path> files(PlannedRun run) {
    if (run.files().isEmpty()) {
      return ImmutableList.of();
    }
    run.files().forEach(RunOnGlue::requireName);
    List<Path> others = run.files().subList(1, run.files().size());
    others.forEach(RunOnGlue::requireBesidePipeline);
    Path pipeline = run.files().get(0).toAbsolutePath();
    return ImmutableList.<Path>builder()
        .add(pipeline)
        .addAll(others.stream().map(pipeline::resolveSibling).toList())
        .build();
  }

  /** The file is read there as it is named in the pipeline's. */
  private static void requireBesidePipeline(Path file) {
    checkArgument(
        file.equals(file.getFileName()),
        "The schema file must be beside the pipeline file on AWS Glue, which copies both to one"
            + " folder, and be named there without one, but is %s",
        file);
  }

  /** Glue takes a list of files, parted by commas, whose locations are URIs. */
  private static void requireName(Path file) {
    checkArgument(
        nameOf(file).matches("[^\\s\\p{Cntrl},?#%]+"),
        "The name of a file must have no blank, comma, question mark, # or percent sign on AWS Glue,"
            + " but is \"%s\"",
        nameOf(file));
  }

  /** The last part of a file's path. */
  static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
