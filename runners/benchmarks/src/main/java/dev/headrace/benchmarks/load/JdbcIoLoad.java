package dev.headrace.benchmarks.load;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.values.Row;

/** Beam's JdbcIO, whose driver makes one INSERT of many rows. */
final class JdbcIoLoad {
  private JdbcIoLoad() {}

  static void run(Task task) {
    Pipeline pipeline = Pipeline.create(FlightRows.options());
    FlightRows.read(pipeline, task)
        .apply(
            "WriteFlights",
            JdbcIO.<Row>write()
                .withDataSourceConfiguration(
                    JdbcIO.DataSourceConfiguration.create(
                            "org.postgresql.Driver",
                            task.warehouse().postgres() + "?reWriteBatchedInserts=true")
                        .withUsername(Warehouse.USER))
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
