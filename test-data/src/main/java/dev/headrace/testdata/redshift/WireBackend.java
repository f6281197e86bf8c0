package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session that a client of the wire holds. The interpreters speak the simple protocol in between
 * its messages; their answers do not reach the client.
 */
final class WireBackend implements Backend {
  private final WireStream server;
  private final WireRelay relay;

  WireBackend(WireStream server, WireRelay relay) {
    this.server = server;
    this.relay = relay;
  }

  @Override
  public int processId() {
    return relay.processId();
  }

  @Override
  public boolean inTransaction() {
    return relay.status() != 'I';
  }

  @Override
  public void commit() throws SQLException {
    if (inTransaction()) {
      query("COMMIT");
    }
  }

  /** Executes a portal and ends its series, without a word to the client. */
  void execute(WireMessage execute) throws SQLException {
    write(execute);
    send(WireMessage.of('S').build());
    untilReady(ignored -> {});
  }

  /** Fails the transaction, if one is open, as an error of the server would. */
  void failTransaction() throws IOException {
    try {
      query("DO 'BEGIN RAISE EXCEPTION ''refused before''; END'");
    } catch (SQLException expected) {
      if (expected.getCause() instanceof IOException gone) {
        throw gone;
      }
    }
  }

  @Override
  public List<List<@Nullable String>> query(String sql) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    send(WireMessage.query(sql));
    untilReady(
        message -> {
          if (message.type() == 'D') {
            rows.add(values(message.body()));
          }
        });
    return rows;
  }

  private static List<@Nullable String> values(ByteBuffer row) {
    List<@Nullable String> values = new ArrayList<>();
    for (int left = row.getShort(); left > 0; left--) {
      int length = row.getInt();
      if (length < 0) {
        values.add(null);
      } else {
        byte[] value = new byte[length];
        row.get(value);
        values.add(new String(value, StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  @Override
  public List<TargetColumn> describe(String query) throws SQLException {
    List<WireField> fields = new ArrayList<>();
    send(WireMessage.query(TargetColumn.describing(query)));
    untilReady(
        message -> {
          if (message.type() == 'T') {
            ByteBuffer body = message.body();
            for (int left = body.getShort(); left > 0; left--) {
              fields.add(WireField.read(body));
            }
          }
        });
    List<TargetColumn> columns = new ArrayList<>();
    for (WireField field : fields) {
      @Nullable String type =
          query("SELECT typname FROM pg_catalog.pg_type WHERE oid = " + field.type()).get(0).get(0);
      columns.add(new TargetColumn(field.name(), String.valueOf(type), field.modifier(), false));
    }
    return columns;
  }

  @Override
  public CopyIn copyIn(String sql) throws SQLException {
    send(WireMessage.query(sql));
    WireMessage answer = next();
    while (answer.type() != 'G') {
      if (answer.type() == 'E') {
        untilReady(ignored -> {});
        throw WireErrors.exception(answer);
      }
      answer = next();
    }
    return new WireCopyIn(this);
  }

  @Override
  public void copyOut(String sql, RowConsumer rows) throws SQLException {
    List<SQLException> refused = new ArrayList<>();
    send(WireMessage.query(sql));
    untilReady(
        message -> {
          if (message.type() == 'd' && refused.isEmpty()) {
            try {
              rows.accept(message.bytes());
            } catch (SQLException e) {
              refused.add(e);
            }
          }
        });
    if (!refused.isEmpty()) {
      throw refused.get(0);
    }
  }

  /** Whether the server has something to say, which in a COPY can only be an error. */
  boolean hasAnswer() throws SQLException {
    try {
      return server.hasInput();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  void write(WireMessage message) throws SQLException {
    try {
      server.write(message);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  void send(WireMessage message) throws SQLException {
    write(message);
    try {
      server.flush();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** Reads the rest of an answer, and throws the error in it when it has ended. */
  void untilReady(Consumer<WireMessage> each) throws SQLException {
    @Nullable WireMessage error = null;
    WireMessage message = next();
    while (message.type() != 'Z') {
      if (message.type() == 'E') {
        error = message;
      }
      each.accept(message);
      message = next();
    }
    relay.status((char) message.body().get());
    if (error != null) {
      throw WireErrors.exception(error);
    }
  }

  private WireMessage next() throws SQLException {
    try {
      return server.require();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  static SQLException gone(IOException e) {
    return new SQLException("The server ended the connection", "08006", e);
  }
}
