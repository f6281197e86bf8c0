package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.transforms.run.StoredObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@HangLimit
class RecoveryTest extends WarehouseFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
      pid.next();
      return pid.getInt(1);
    }
  }

  @Test
  void aSessionThatIsEndedFromOutsideBeginsAnew() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Faults ending =
        (connection, step) -> {
          if (step.startsWith("LOCK") && ended.compareAndSet(false, true)) {
            run("SELECT pg_terminate_backend(" + backend(connection) + ")");
          }
        };

    LoadResult result = load(warehouse(ending), appended, "1", file(OSLO));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(copies(appended, "1"), is(2L));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void sessionsThatAreAllLostFailTheLoadAfterAFew() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    Faults losing =
        (connection, step) -> {
          if (step.startsWith("COPY")) {
            lost.incrementAndGet();
            Faults.breakOff(connection);
          }
        };

    SQLException failure =
        assertThrows(SQLException.class, () -> load(warehouse(losing), appended, "1", file(OSLO)));

    assertThat(failure.getSQLState(), is("08006"));
    assertThat(lost.get(), is(Loader.MAX_SESSIONS));
    assertThat(ledgerRows(), is(0L));
  }

  @Test
  void aTableThatWasChangedMeanwhileIsSeenByANewSession() throws Exception {
    AtomicBoolean changed = new AtomicBoolean();
    Faults changing =
        (connection, step) -> {
          if (step.startsWith("INSERT INTO \"public\"") && changed.compareAndSet(false, true)) {
            throw new SQLException("ERROR: could not open relation with OID 4711", "XX000");
          }
        };

    assertThat(load(warehouse(changing), appended, "1", file(OSLO)).status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
  }

  /** Says no more at the first commit, and its session stays with the server, lock and all. */
  private static final class HalfOpen implements Faults {
    private final AtomicInteger commits = new AtomicInteger();

    @Override
    public void before(Connection connection, String step) throws SQLException {
      if (step.equals(COMMIT) && commits.incrementAndGet() == 1) {
        throw new SQLException("No answer came", "08006");
      }
    }

    @Override
    public boolean staysOpen() {
      return commits.get() == 1;
    }
  }

  @Test
  void aSessionInDoubtThatKeepsItsLockIsEndedInsteadOfWaitedFor() throws Exception {
    LoadResult result = load(warehouse(new HalfOpen()), appended, "1", file(OSLO));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void aFailedCopyTellsTheFileTheRowAndTheColumn() throws Exception {
    RedshiftTable narrow =
        RedshiftTable.of(
            appended.name(),
            List.of(
                new Column("id", "VARCHAR(9)", false),
                new Column("place", "VARCHAR(4)", true),
                new Column("version", "BIGINT", false),
                new Column("tags", "SUPER", false)));
    StoredObject file = file(OSLO, Reading.of("b", "Bergen", 2));

    SQLException failure = assertThrows(SQLException.class, () -> load(narrow, "1", file));

    assertThat(
        failure.getMessage(),
        allOf(
            containsString("row 2 of " + file.uri()),
            containsString("column \"place\""),
            containsString("1204")));
    assertThat(ledgerRows(), is(0L));
  }

  @Test
  void aFailureOfCopyIsToldAsItIs() throws Exception {
    StoredObject missing = StoredObject.of("s3://" + BUCKET + "/data/gone.parquet", 9, 1, "00");

    SQLException failure = assertThrows(SQLException.class, () -> load(appended, "1", missing));

    assertThat(failure.getMessage(), containsString("gone.parquet"));
  }

  @Test
  void aFailureOfOneTableLeavesTheOtherAndIsMendedAlone() throws Exception {
    StoredObject good = file(OSLO);
    StoredObject wrong = StoredObject.of(good.uri(), good.bytes(), 7, good.sha256());
    RedshiftTable other = RedshiftTable.of(appended.name() + "_other", Reading.SCHEMA);
    load(appended, "1", good);
    assertThrows(IllegalStateException.class, () -> load(other, "1", wrong));

    assertThat(load(appended, "1", good).status(), is(Status.ALREADY_LOADED));
    assertThat(load(other, "1", good).status(), is(Status.LOADED));
    assertThat(ledgerRows(), is(2L));
  }
}
