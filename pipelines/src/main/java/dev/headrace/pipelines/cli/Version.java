package dev.headrace.pipelines.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar; a build that is run from its classes has none. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"headrace " + (version == null ? "(unpackaged)" : version)};
  }
}
