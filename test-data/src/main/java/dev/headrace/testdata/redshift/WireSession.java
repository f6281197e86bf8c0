package dev.headrace.testdata.redshift;

import dev.headrace.testdata.redshift.StatementFaults.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client's session. Bytes go to a PostgreSQL session of its own and back, so that types,
 * parameters, portals, cancelling and the state of the transaction are the server's. Only SQL texts
 * are rewritten, and what must be interpreted is run in between, on that same session.
 *
 * <p>An interpreted statement is an empty one to the server, which so keeps the books of prepared
 * statements and portals; its execution is held back and answered here.
 */
final class WireSession {
  private final WireStream client;
  private final WireStream server;
  private final WireRelay relay;
  private final WireBackend backend;
  private final Interpreter interpreter;
  private final WireFaults faults;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Prepared> portals = new HashMap<>();

  private record Prepared(String sql, @Nullable Interpreted own) {}

  WireSession(
      WireStream client, WireStream server, URI s3Endpoint, LoadLog log, StatementFaults faults) {
    this.client = client;
    this.server = server;
    this.relay = new WireRelay(client, server);
    this.backend = new WireBackend(server, relay);
    this.interpreter = new Interpreter(backend, s3Endpoint, log);
    this.faults = new WireFaults(faults, backend);
  }

  /** Serves the client until it leaves. */
  void serve() throws IOException, SQLException {
    try (interpreter) {
      relay.untilReady();
      if ("serializable"
          .equals(backend.query("SHOW default_transaction_isolation").get(0).get(0))) {
        relay.serializable();
      }
      for (WireMessage m = client.read(); m != null && m.type() != 'X'; m = client.read()) {
        take(m);
      }
    }
  }

  private void take(WireMessage message) throws IOException {
    switch (message.type()) {
      case 'Q' -> query(WireMessage.text(message.body()));
      case 'S' -> {
        server.write(message);
        relay.untilReady();
      }
      case 'H' -> relay.settle();
      case 'P' -> parse(message.body());
      case 'B' -> bind(message);
      case 'E' -> execute(message);
      case 'C', 'D' -> relay.forwardOwing(message);
      case 'F' -> {
        server.write(message);
        relay.untilReady();
      }
      default -> {
        // The rest belongs to a COPY from the client, which Redshift does not have.
      }
    }
  }

  private void query(String sql) throws IOException {
    @Nullable Fault fault = faults.meet(sql);
    try {
      faults.before(fault);
      @Nullable Interpreted own = Interpreted.find(sql);
      if (own != null) {
        run(own, fault);
      } else if (fault == null || fault.isBefore()) {
        server.write(WireMessage.query(RedshiftDialect.rewrite(sql)));
        relay.untilReady();
        return;
      } else {
        backend.query(RedshiftDialect.rewrite(sql));
        faults.after(fault);
      }
    } catch (SQLException e) {
      refuse(e);
    }
    client.write(WireMessage.of('Z').byteOf(relay.status()).build());
    client.flush();
  }

  private void parse(ByteBuffer body) throws IOException {
    String name = WireMessage.text(body);
    String sql = WireMessage.text(body);
    try {
      @Nullable Interpreted own = Interpreted.find(sql);
      WireMessage.Builder parse = WireMessage.of('P').text(name);
      if (own == null) {
        parse.text(RedshiftDialect.rewrite(sql)).rest(body);
      } else {
        parse.text("").int16(0);
      }
      statements.put(name, new Prepared(sql, own));
      relay.forwardOwing(parse.build());
    } catch (SQLException e) {
      refuseInOrder(e);
    }
  }

  private void bind(WireMessage message) throws IOException {
    ByteBuffer body = message.body();
    String portal = WireMessage.text(body);
    @Nullable Prepared statement = statements.get(WireMessage.text(body));
    if (statement != null) {
      portals.put(portal, statement);
    }
    relay.forwardOwing(message);
  }

  private void execute(WireMessage message) throws IOException {
    @Nullable Prepared portal = portals.get(WireMessage.text(message.body()));
    @Nullable Fault fault = portal == null ? null : faults.meet(portal.sql());
    if (portal == null || (portal.own() == null && fault == null)) {
      relay.forwardOwing(message);
      return;
    }
    relay.settle();
    if (relay.failed()) {
      return;
    }
    try {
      execute(message, portal.own(), fault);
      client.flush();
    } catch (SQLException e) {
      refuse(e);
      relay.fail();
    }
  }

  private void execute(WireMessage message, @Nullable Interpreted own, @Nullable Fault fault)
      throws SQLException, IOException {
    faults.before(fault);
    if (own != null) {
      // Messages since the last Sync may have opened a transaction: this asks.
      backend.query("");
      run(own, fault);
    } else if (fault != null) {
      backend.execute(message);
      faults.after(fault);
    }
  }

  private void run(Interpreted statement, @Nullable Fault fault) throws SQLException, IOException {
    String notice = interpreter.run(statement);
    faults.after(fault);
    if (!notice.isEmpty()) {
      client.write(WireErrors.info(notice));
    }
    client.write(WireMessage.of('C').text(statement.tag()).build());
  }

  /** Answers with an error after the answers to what was sent before it. */
  private void refuseInOrder(SQLException error) throws IOException {
    relay.settle();
    if (!relay.failed()) {
      refuse(error);
      relay.fail();
    }
  }

  private void refuse(SQLException error) throws IOException {
    if (error.getCause() instanceof IOException gone) {
      throw gone;
    }
    backend.failTransaction();
    client.write(WireErrors.error(error));
    client.flush();
  }
}
