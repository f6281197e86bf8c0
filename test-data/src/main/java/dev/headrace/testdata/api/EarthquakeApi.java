package dev.headrace.testdata.api;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * A local stand-in of the <a href="https://earthquake.usgs.gov/fdsnws/event/1/">event service</a>
 * of the United States Geological Survey. It serves the events of {@link EarthquakeFeed} over HTTP
 * and does wrong what its {@link Script} says.
 *
 * <p>It answers {@code GET} for
 *
 * <ul>
 *   <li>{@code /fdsnws/event/1/query}: a GeoJSON feature collection. {@code format=geojson} is
 *       required. Without events it answers what {@code nodata} says, 204 by default.
 *   <li>{@code /fdsnws/event/1/count}: the number of events on all pages, as JSON with {@code
 *       format=geojson}, else as text.
 *   <li>{@code /fdsnws/event/1/version}: the version of the service.
 * </ul>
 *
 * <p>Of the service's parameters it knows {@code starttime}, {@code endtime}, {@code minmagnitude}
 * and their short names, {@code limit} (1 to 20,000), {@code offset} (1-based), {@code orderby},
 * {@code format} and {@code nodata}; any other gets 400. As with the real service, both {@code
 * starttime} and {@code endtime} are inclusive, so a client that pages through windows passes an
 * {@code endtime} one millisecond before the next window. Without {@code starttime} there is no
 * lower bound, whereas the real service goes back 30 days.
 *
 * <p>Equal requests get equal bytes, on every server with the same script. The server listens on
 * the loopback address only, at a free port, and its threads do not keep the virtual machine alive.
 */
public final class EarthquakeApi implements AutoCloseable {

  static final int THREADS = 24;

  private static final String LOOPBACK = "127.0.0.1";
  private static final int BACKLOG = 1_024;

  /** Far more than any delay a test can want. */
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final Server server;
  private final URI baseUri;
  private final AnsweringHandler handler;
  private final Ledger ledger;

  private EarthquakeApi(Server server, URI baseUri, AnsweringHandler handler, Ledger ledger) {
    this.server = server;
    this.baseUri = baseUri;
    this.handler = handler;
    this.ledger = ledger;
  }

  /**
   * Starts a server.
   *
   * @throws IllegalArgumentException if the script changes an event that the feed lacks
   */
  public static EarthquakeApi start(Script script) {
    Ledger ledger = new Ledger();
    AnsweringHandler handler =
        new AnsweringHandler(
            new EventService(EarthquakeFeed.load(), script), new ScriptedFaults(script), ledger);
    Server server = server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(LOOPBACK);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("The earthquake service did not start", e);
    }
    URI baseUri = URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
    return new EarthquakeApi(server, baseUri, handler, ledger);
  }

  /** Where the server listens, without a path: {@code http://127.0.0.1:PORT}. */
  public URI baseUri() {
    return baseUri;
  }

  /**
   * Every request that was answered, in the order of the answers. An answer is in the list before
   * its client has it.
   */
  public List<Served> served() {
    return ledger.served();
  }

  /** The number of requests that arrived, answered or not. */
  public int requestCount() {
    return ledger.requests();
  }

  /**
   * Tells the listener of each later request, before it is answered. The listener runs on one of
   * the server's threads, at the same time as itself if requests arrive together.
   *
   * @param listener gets the number of requests that arrived so far, this one among them
   */
  public EarthquakeApi onRequest(IntConsumer listener) {
    handler.onRequest(listener);
    return this;
  }

  /**
   * The highest number of requests in progress at one time. A request is in progress from its
   * arrival until its answer begins to be sent.
   */
  public int maxConcurrent() {
    return ledger.maxConcurrent();
  }

  /**
   * Stops the server and drops every open connection. What was being sent at that moment stays in
   * {@link #served()} as sent. May be called again.
   */
  @Override
  public void close() {
    ledger.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The earthquake service did not stop", e);
    }
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("earthquake-api");
    threads.setDaemon(true);
    boolean daemon = true;
    return new Server(
        threads, new ScheduledExecutorScheduler("earthquake-api-delays", daemon), null);
  }
}
