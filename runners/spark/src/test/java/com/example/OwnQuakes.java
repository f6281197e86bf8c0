package com.example;

import dev.headrace.pipelines.earthquakes.Earthquakes;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import java.net.URI;

/** A pipeline of a user's own: no service file names it but the one in the jar of a test. */
public final class OwnQuakes implements DefinitionProvider {
  private final Earthquakes all = new Earthquakes();

  @Override
  public String name() {
    return "own-quakes";
  }

  @Override
  public URI defaultBaseUrl() {
    return all.defaultBaseUrl();
  }

  @Override
  public int defaultPageSize() {
    return all.defaultPageSize();
  }

  @Override
  public PipelineDefinition define(URI baseUrl, int pageSize) {
    return all.define(baseUrl, pageSize);
  }
}
