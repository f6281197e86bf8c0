package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.Window;
import dev.headrace.pipelines.yaml.YamlPipeline;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a pipeline file and tells what it declares; asks neither the API nor the warehouse. */
@Command(
    name = "validate",
    description = {
      "Checks a pipeline that is declared in YAML, and tells what it is or everything that is wrong"
          + " with it. Nothing is fetched, and no secret is read."
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private static final Window A_DAY =
      new Window(Instant.parse("2018-01-31T00:00:00Z"), Instant.parse("2018-02-01T00:00:00Z"));

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file, such as orders.yaml.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    YamlPipeline pipeline = YamlPipeline.load(file);
    PipelineDefinition definition =
        pipeline.define(pipeline.defaultBaseUrl(), pipeline.defaultPageSize());
    PrintWriter out = spec.commandLine().getOut();
    out.println(file + " is the pipeline " + pipeline.name());
    summary(definition).print(out);
    return ExitCode.OK;
  }

  private static TextTable summary(PipelineDefinition definition) {
    List<FetchRequest> requests = definition.requests().apply(A_DAY);
    return new TextTable("part", "what it is")
        .row("resource", definition.source() + "/" + definition.resource())
        .row("base URL", definition.baseUrl())
        .row("requests", requests.size() + " a window, for 2018-01-31:" + first(requests))
        .row("auth", definition.auth())
        .row("contract", fields(definition))
        .row("steps", steps(definition.steps().size()))
        .row("dataset", dataset(definition))
        .row("table", definition.table().name());
  }

  private static String first(List<FetchRequest> requests) {
    return requests.isEmpty()
        ? " none"
        : " " + requests.get(0).method() + " " + requests.get(0).url();
  }

  private static String fields(PipelineDefinition definition) {
    return "%s, %d fields, %s"
        .formatted(
            definition.contract().schema().getName(),
            definition.contract().schema().getFields().size(),
            definition.contract().mode());
  }

  private static String steps(int steps) {
    return steps == 0 ? "none" : steps + " besides the contract's own";
  }

  private static String dataset(PipelineDefinition definition) {
    String keys =
        definition.keys().isEmpty() ? "no key" : "key " + String.join(", ", definition.keys());
    return definition.dataset()
        + ", "
        + keys
        + definition.version().map(", version "::concat).orElse("")
        + definition.partition().map(", partition "::concat).orElse("");
  }
}
