package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on the loopback address that speaks Redshift's protocol, so that Amazon's own JDBC driver
 * and {@code psql} connect to a {@link LocalRedshift}. Without encryption; the user is {@link
 * LocalRedshift#USER}, with a password.
 *
 * <p>Every client has a session of its own, and a thread until it leaves. A COPY that has begun
 * goes on when its client is gone, and commits unless it was part of a transaction block.
 */
public final class RedshiftEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedshiftEndpoint.class);

  private final ServerSocket listener;
  private final WireLogin login;
  private final PostgresAddress server;
  private final URI s3Endpoint;
  private final Set<WireStream> clients = ConcurrentHashMap.newKeySet();

  private RedshiftEndpoint(
      ServerSocket listener, PostgresAddress server, URI s3Endpoint, String password) {
    this.listener = listener;
    this.server = server;
    this.s3Endpoint = s3Endpoint;
    this.login = new WireLogin(server, password);
  }

  static RedshiftEndpoint start(PostgresAddress server, URI s3Endpoint, int port, String password) {
    try {
      ServerSocket listener = new ServerSocket();
      try {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        listener.close();
        throw e;
      }
      RedshiftEndpoint endpoint = new RedshiftEndpoint(listener, server, s3Endpoint, password);
      daemon("accept", endpoint::accept);
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("The local Redshift cannot listen on port " + port, e);
    }
  }

  /** The port clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The address for Amazon's driver, without user and password. */
  public String jdbcUrl() {
    return "jdbc:redshift://%s:%d/%s?ssl=false"
        .formatted(PostgresServer.HOST, port(), server.database());
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "local-redshift-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        daemon("client", () -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("The local Redshift could not accept a client", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (WireStream client = new WireStream(socket)) {
      clients.add(client);
      if (listener.isClosed()) {
        return;
      }
      @Nullable WireStream session = login.admit(client);
      if (session == null) {
        return;
      }
      try (session) {
        StatementFaults faults = StatementFaults.of(server.port());
        new WireSession(client, session, s3Endpoint, new LoadLog(server), faults).serve();
      }
    } catch (IOException e) {
      LOG.debug("A client of the local Redshift is gone", e);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("A session of the local Redshift failed", e);
    } finally {
      clients.removeIf(WireStream::isClosed);
    }
  }

  /** Refuses new clients and drops those that are connected. Closing again does nothing. */
  @Override
  public void close() {
    try {
      listener.close();
      for (WireStream client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The port of the local Redshift did not close", e);
    }
  }
}
