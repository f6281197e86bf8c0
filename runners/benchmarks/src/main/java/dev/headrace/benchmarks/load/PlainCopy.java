package dev.headrace.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** PostgreSQL's own COPY of the file as it is: the least that the rows can cost. */
final class PlainCopy {
  private PlainCopy() {}

  static void run(Task task) throws IOException, SQLException {
    Phase.WRITE.begin();
    try (Connection connection = task.warehouse().connect();
        InputStream csv = Files.newInputStream(task.csv())) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + FlightTable.NAME + " FROM STDIN (FORMAT csv)", csv);
    }
  }
}
