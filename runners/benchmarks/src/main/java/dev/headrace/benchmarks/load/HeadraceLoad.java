package dev.headrace.benchmarks.load;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.write.RowErrors;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Headrace's writing of rows: staged as Parquet, one COPY, one transaction. */
final class HeadraceLoad {
  private HeadraceLoad() {}

  static void run(Task task) {
    PipelineOptions options = FlightRows.options();
    useS3(options.as(AwsOptions.class), task.warehouse());
    Pipeline pipeline = Pipeline.create(options);
    FlightRows.read(pipeline, task)
        .apply(
            "WriteFlights",
            RedshiftIO.writeRows()
                .to(RedshiftTable.of(FlightTable.NAME, FlightTable.COLUMNS))
                .withConnection(new Watched(connection(task)))
                .withStaging(ObjectStores.FACTORY, "s3://" + Warehouse.BUCKET + "/flights")
                .withRowErrors(RowErrors.FAIL_LOAD)
                .withLoadId("flights"));
    pipeline.run().waitUntilFinish();
  }

  private static void useS3(AwsOptions options, Warehouse warehouse) {
    options.setAwsRegion(Region.of(LocalS3.REGION));
    options.setEndpoint(URI.create(warehouse.s3()));
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY)));
  }

  private static RedshiftConnection connection(Task task) {
    return RedshiftConnection.of(task.warehouse().redshift(), Warehouse.USER)
        .withPassword("file:" + task.password());
  }

  /** Tells when the load begins: it is what opens a session, and it comes after all staging. */
  private record Watched(RedshiftSessions sessions) implements RedshiftSessions {
    @Override
    public RedshiftSession open() throws SQLException, IOException {
      Phase.LOAD.begin();
      return sessions.open();
    }

    @Override
    public List<Secret> secrets() {
      return sessions.secrets();
    }
  }
}
