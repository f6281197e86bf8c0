package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.redshift.StatementFaults.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;

class StatementFaultsTest extends EndpointTest {
  private static final Set<StatusString> ENDS =
      Set.of(StatusString.FINISHED, StatusString.FAILED, StatusString.ABORTED);

  enum Way {
    DRIVER,
    WIRE;

    Connection connect() throws SQLException {
      return this == DRIVER ? redshift.connect() : amazon();
    }
  }

  @BeforeEach
  void newTable() throws SQLException {
    run("DROP TABLE IF EXISTS t", "CREATE TABLE t (n INT)");
  }

  @AfterEach
  void clear() {
    redshift.faults().clear();
  }

  private static void insert(Connection connection, int number) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      insert.setInt(1, number);
      insert.execute();
    }
  }

  private static List<List<String>> numbers() throws SQLException {
    return rows("SELECT n FROM t ORDER BY n");
  }

  private static List<List<String>> only(String... numbers) {
    return Arrays.stream(numbers).map(List::of).toList();
  }

  @ParameterizedTest
  @EnumSource
  void theNumberedStatementIsRefusedAndNoOther(Way way) throws SQLException {
    Fault fault = redshift.faults().failBefore("INTO t ", 2, "57014", "not now");
    try (Connection connection = way.connect()) {
      run(connection, "INSERT INTO t VALUES (1)");
      SQLException refused = assertThrows(SQLException.class, () -> insert(connection, 2));
      insert(connection, 3);

      assertThat(refused.getSQLState(), is("57014"));
      assertThat(refused.getMessage(), containsString("not now"));
    }
    assertThat(fault.met().orElseThrow(), startsWith("INSERT INTO t VALUES"));
    assertThat(numbers(), is(only("1", "3")));
  }

  @ParameterizedTest
  @EnumSource
  void anErrorAfterAStatementFailsItsTransactionButNotWhatStandsAlone(Way way) throws SQLException {
    try (Connection connection = way.connect()) {
      redshift.faults().failAfter("INSERT", 1, "XX000", "broken");
      assertThrows(SQLException.class, () -> insert(connection, 1));
      connection.setAutoCommit(false);
      redshift.faults().failAfter("INSERT", 1, "XX000", "broken");
      assertThrows(SQLException.class, () -> insert(connection, 2));
      SQLException failed = assertThrows(SQLException.class, () -> insert(connection, 3));
      connection.rollback();

      assertThat(failed.getSQLState(), is("25P02"));
    }
    assertThat(numbers(), is(only("1")));
  }

  private static void assertDropped(Connection connection, int number) {
    SQLException dropped = assertThrows(SQLException.class, () -> insert(connection, number));
    assertThat(dropped.getSQLState(), startsWith("08"));
    assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionIsDroppedBeforeOrAfterAStatement(Way way) throws SQLException {
    try (Connection connection = way.connect()) {
      redshift.faults().dropBefore("INSERT", 1);
      assertDropped(connection, 1);
    }
    try (Connection connection = way.connect()) {
      redshift.faults().dropAfter("INSERT", 1);
      assertDropped(connection, 2);
    }
    try (Connection connection = way.connect()) {
      connection.setAutoCommit(false);
      redshift.faults().dropAfter("INSERT", 1);
      assertDropped(connection, 3);
    }
    try (Connection connection = way.connect()) {
      connection.setAutoCommit(false);
      redshift.faults().commitThenDrop("INSERT", 1);
      assertDropped(connection, 4);
    }
    assertThat(numbers(), is(only("2", "4")));
  }

  @ParameterizedTest
  @EnumSource
  void aCommitIsAStatementThatCanBeLostOrGoUnanswered(Way way) throws SQLException {
    for (int number = 1; number <= 2; number++) {
      Fault fault =
          number == 1
              ? redshift.faults().dropBefore("^COMMIT$", 1)
              : redshift.faults().dropAfter("^COMMIT$", 1);
      try (Connection connection = way.connect()) {
        connection.setAutoCommit(false);
        insert(connection, number);
        SQLException dropped = assertThrows(SQLException.class, connection::commit);
        assertThat(dropped.getSQLState(), startsWith("08"));
      }
      assertThat(fault.met(), is(Optional.of("COMMIT")));
    }
    assertThat(numbers(), is(only("2")));
  }

  @ParameterizedTest
  @EnumSource
  void everyStatementIsWatchedInOrder(Way way) throws SQLException {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Connection connection = way.connect()) {
      redshift.faults().watch(seen::add);
      run(connection, "SELECT 1", "TRUNCATE t");
      assertThat(seen, is(List.of("SELECT 1", "TRUNCATE t")));
    }
  }

  private static DescribeStatementResponse end(RedshiftDataClient client, String id) {
    Patience patience = Patience.with("the end of statement " + id);
    while (true) {
      DescribeStatementResponse now = client.describeStatement(r -> r.id(id));
      if (ENDS.contains(now.status())) {
        return now;
      }
      patience.pause();
    }
  }

  @Test
  void aBatchOfTheDataApiThatLosesItsConnectionFailsAndTakesItsSessionAlong() throws Exception {
    try (DataApi api = DataApi.start(redshift);
        RedshiftDataClient client =
            RedshiftDataClient.builder()
                .endpointOverride(api.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build()) {
      for (String pattern : List.of("VALUES .2.$", "^COMMIT$")) {
        List<String> seen = new CopyOnWriteArrayList<>();
        redshift.faults().watch(seen::add);
        redshift.faults().dropAfter(pattern, 1);
        ExecuteStatementResponse opened =
            client.executeStatement(
                r ->
                    r.sql("SELECT 1")
                        .database("dev")
                        .workgroupName("w")
                        .sessionKeepAliveSeconds(3600));
        end(client, opened.id());
        DescribeStatementResponse failed =
            end(
                client,
                client
                    .batchExecuteStatement(
                        r ->
                            r.sqls("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)")
                                .sessionId(opened.sessionId()))
                    .id());

        assertThat(failed.status(), is(StatusString.FAILED));
        assertThat(failed.error(), containsString("dropped the connection"));
        assertThat(seen, hasItem("INSERT INTO t VALUES (2)"));
        assertThrows(
            ValidationException.class,
            () -> client.executeStatement(r -> r.sql("SELECT 1").sessionId(opened.sessionId())));
      }
    }
    assertThat(numbers(), is(only("1", "2")));
  }
}
