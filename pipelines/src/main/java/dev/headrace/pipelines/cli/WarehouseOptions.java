package dev.headrace.pipelines.cli;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.run.RunSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the warehouse, and how it is loaded. */
final class WarehouseOptions {
  @Option(
      names = "--staging",
      paramLabel = "LOCATION",
      required = true,
      description = "Where COPY's manifests go: s3://, in the cluster's region.")
  private String staging = "";

  @Mixin private WarehousePlace place = new WarehousePlace();

  @Option(
      names = "--copy-role",
      paramLabel = "ROLE",
      defaultValue = "default",
      description =
          "The IAM role that COPY reads S3 with: default, or an ARN. Default: ${DEFAULT-VALUE}.")
  private String copyRole = "default";

  /**
   * Fills in the settings.
   *
   * @param transformed where the files to load are
   */
  void into(RunSettings.Builder settings, String transformed) {
    checkArgument(
        transformed.startsWith("s3://") || !place.isRedshift(),
        "--transformed must be such as s3://bucket, where Redshift can read it, but is \"%s\"",
        transformed);
    settings.staging(staging).warehouse(place.sessions()).iamRole(copyRole);
  }
}
