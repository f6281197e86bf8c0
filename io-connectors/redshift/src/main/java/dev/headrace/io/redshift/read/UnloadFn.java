package dev.headrace.io.redshift.read;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.sql.Literals;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Unloads a query, under a prefix of its own for every attempt: what an attempt that died has left
 * is in no other's manifest.
 */
final class UnloadFn extends DoFn<String, Unloaded> {
  private static final long serialVersionUID = 1L;

  private final RedshiftSessions warehouse;
  private final ObjectStore.Factory stores;
  private final String staging;
  private final String iamRole;
  private final Schema schema;

  UnloadFn(
      RedshiftSessions warehouse,
      ObjectStore.Factory stores,
      String staging,
      String iamRole,
      Schema schema) {
    this.warehouse = warehouse;
    this.stores = stores;
    this.staging = staging;
    this.iamRole = iamRole;
    this.schema = schema;
  }

  @ProcessElement
  public void process(
      @Element String query, OutputReceiver<Unloaded> output, PipelineOptions options)
      throws SQLException, IOException {
    String prefix = staging + "/unload-" + UUID.randomUUID() + "/";
    try (RedshiftSession session = warehouse.open()) {
      session.execute(Sql.of(statement(query, prefix, iamRole)));
    }
    try (ObjectStore store = stores.open(options);
        InputStream manifest = store.open(prefix + "manifest")) {
      output.output(Unloaded.of(prefix, manifest.readAllBytes(), schema));
    }
  }

  static String statement(String query, String prefix, String iamRole) {
    return "UNLOAD ("
        + Literals.quoted(query)
        + ") TO "
        + Literals.quoted(prefix)
        + " IAM_ROLE "
        + (iamRole.equals("default") ? iamRole : Literals.quoted(iamRole))
        + " FORMAT AS PARQUET MANIFEST VERBOSE MAXFILESIZE 256 MB";
  }
}
