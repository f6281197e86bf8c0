package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for where the API is, and how it is read. */
final class ApiOptions {
  @Option(
      names = "--api-url",
      paramLabel = "URL",
      converter = Urls.class,
      description = "Where the API is. Default: where the pipeline says.")
  private @Nullable URI apiUrl;

  @Option(
      names = "--page-size",
      paramLabel = "N",
      description = "Records a page. Default: what the pipeline says.")
  private @Nullable Integer pageSize;

  @Option(
      names = "--private-addresses",
      description = "Allows an API in a private network, which is refused otherwise.")
  private boolean privateAddresses;

  PipelineDefinition define(DefinitionProvider provider) {
    return provider.define(
        apiUrl == null ? provider.defaultBaseUrl() : apiUrl,
        pageSize == null ? provider.defaultPageSize() : pageSize);
  }

  void into(RunSettings.Builder settings) {
    settings.privateAddresses(privateAddresses);
  }
}
