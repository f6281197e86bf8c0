package dev.headrace.pipelines.run;

import dev.headrace.io.glue.TableId;
import java.util.Optional;

/**
 * Where in the AWS Glue Data Catalog a run publishes its dataset.
 *
 * @param database the database, which has to exist
 * @param table the table; empty for the dataset's name, its dots and dashes as underscores
 */
public record GlueTarget(String database, Optional<String> table) {

  /** The table of a dataset of that name. */
  TableId tableOf(String dataset) {
    return TableId.of(database, table.orElseGet(() -> dataset.replaceAll("[.-]", "_")));
  }
}
