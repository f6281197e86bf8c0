package dev.headrace.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.io.jdbc.JdbcIO.DataSourceConfiguration;
import org.apache.beam.sdk.values.Row;

/** Beam's JdbcIO, whose driver makes one INSERT of many rows. */
final class JdbcIoLoad {
  private JdbcIoLoad() {}

  /** By Amazon's driver, as Redshift is written to. */
  static void intoRedshift(Task task) throws IOException {
    run(
        task,
        DataSourceConfiguration.create(
                "com.amazon.redshift.Driver",
                task.warehouse().redshift() + "&reWriteBatchedInserts=true")
            .withUsername(Warehouse.USER)
            .withPassword(Files.readString(task.password())));
  }

  /** By PostgreSQL's driver into the server behind, past all that makes a Redshift of it. */
  static void intoPostgres(Task task) {
    run(
        task,
        DataSourceConfiguration.create(
                "org.postgresql.Driver",
                task.warehouse().postgres() + "?reWriteBatchedInserts=true")
            .withUsername(Warehouse.USER));
  }

  private static void run(Task task, DataSourceConfiguration warehouse) {
    Pipeline pipeline = Pipeline.create(FlightRows.options());
    FlightRows.read(pipeline, task)
        .apply(
            "WriteFlights",
            JdbcIO.<Row>write()
                .withDataSourceConfiguration(warehouse)
                .withStatement("INSERT INTO " + FlightTable.NAME + " VALUES (?, ?, ?, ?, ?, ?)")
                .withPreparedStatementSetter(JdbcIoLoad::set));
    pipeline.run().waitUntilFinish();
  }

  private static void set(Row row, PreparedStatement insert) throws SQLException {
    insert.setLong(1, row.<Long>getValue(0));
    insert.setObject(2, date(row));
    insert.setInt(3, row.<Integer>getValue(2));
    insert.setInt(4, row.<Integer>getValue(3));
    insert.setString(5, row.getString(4));
    insert.setString(6, row.getString(5));
  }

  private static LocalDateTime date(Row row) {
    long second = Objects.requireNonNull(row.getDateTime(1)).getMillis() / 1_000;
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }
}
