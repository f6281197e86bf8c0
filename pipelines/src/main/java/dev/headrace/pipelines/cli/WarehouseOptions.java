package dev.headrace.pipelines.cli;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.run.RunSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the warehouse, and how it is loaded. */
final class WarehouseOptions {
  @Option(
      names = "--staging",
      paramLabel = "LOCATION",
      required = true,
      description = "Where COPY's manifests go: s3://, in the cluster's region.")
  private String staging = "";

  @Option(
      names = "--warehouse-url",
      paramLabel = "JDBC-URL",
      required = true,
      description = "The warehouse, as jdbc:redshift://host:5439/database.")
  private String warehouseUrl = "";

  @Option(
      names = "--warehouse-user",
      paramLabel = "USER",
      required = true,
      description = "The user that loads.")
  private String warehouseUser = "";

  @Option(
      names = "--warehouse-password",
      paramLabel = "REFERENCE",
      description =
          "Where the password is: env:NAME, file:/path or the ARN of a secret in AWS Secrets"
              + " Manager, with #FIELD for a field of JSON. Default: none.")
  private @Nullable String warehousePassword;

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
        transformed.startsWith("s3://") || !warehouseUrl.startsWith("jdbc:redshift:"),
        "--transformed must be such as s3://bucket, where Redshift can read it, but is \"%s\"",
        transformed);
    RedshiftConnection warehouse = RedshiftConnection.of(warehouseUrl, warehouseUser);
    settings
        .staging(staging)
        .warehouse(
            warehousePassword == null ? warehouse : warehouse.withPassword(warehousePassword))
        .iamRole(copyRole);
  }
}
