package dev.headrace.runners.spark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link ClusterKit}, one for all of them, which ends with the last. */
final class OnCluster implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ClusterKit.class;
  }

  @Override
  public ClusterKit resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(OnCluster.class))
        .getOrComputeIfAbsent(ClusterKit.class, key -> start(), ClusterKit.class);
  }

  private static ClusterKit start() {
    try {
      return ClusterKit.start();
    } catch (IOException e) {
      throw new UncheckedIOException("The cluster did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the cluster started", e);
    }
  }
}
