package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.DefinitionProvider;
import java.util.Iterator;
import java.util.ServiceLoader;

/** The pipelines on the class path. */
final class PipelineNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return ServiceLoader.load(DefinitionProvider.class).stream()
        .map(provider -> provider.get().name())
        .sorted()
        .iterator();
  }
}
