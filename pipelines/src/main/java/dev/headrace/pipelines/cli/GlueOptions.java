package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.GlueTarget;
import dev.headrace.pipelines.run.RunSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the table of the AWS Glue Data Catalog that a run publishes its dataset as. */
final class GlueOptions {
  @Option(
      names = "--glue-database",
      paramLabel = "NAME",
      description =
          "Publishes the dataset to the AWS Glue Data Catalog, for Athena and Spark: the database,"
              + " which has to exist. Default: nothing is published.")
  private @Nullable String database;

  @Option(
      names = "--glue-table",
      paramLabel = "NAME",
      description =
          "The table in it, which is created. Default: the dataset's name, its dots and dashes as"
              + " underscores.")
  private @Nullable String table;

  /** Refuses a table without a database. */
  void require(CommandLine command) {
    if (table != null && database == null) {
      throw new ParameterException(command, "--glue-table needs --glue-database");
    }
  }

  void into(RunSettings.Builder settings) {
    if (database != null) {
      settings.glue(Optional.of(new GlueTarget(database, Optional.ofNullable(table))));
    }
  }
}
