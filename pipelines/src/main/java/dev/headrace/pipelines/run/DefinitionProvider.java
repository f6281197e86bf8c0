package dev.headrace.pipelines.run;

import java.net.URI;

/**
 * Brings a pipeline to the command line. Name the class in {@code
 * META-INF/services/dev.headrace.pipelines.run.DefinitionProvider} of a jar on the class path, and
 * {@code headrace run} knows it.
 */
public interface DefinitionProvider {

  /** What the command line knows it by. */
  String name();

  /** Where the API is, if nothing else is said. */
  URI defaultBaseUrl();

  /** Records a page, if nothing else is said. */
  int defaultPageSize();

  /**
   * The pipeline.
   *
   * @param baseUrl where the API is
   * @param pageSize records a page
   * @throws IllegalArgumentException that names the setting, its value and what is allowed
   */
  PipelineDefinition define(URI baseUrl, int pageSize);
}
