package dev.headrace.testdata.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.Malformation;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.flights.FlightsApi;
import dev.headrace.testdata.http.LoopbackHttp;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.StubApi;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Executors;

/**
 * An API as a process: {@code earthquakes}, or {@code flights N} where each flight is served N
 * times. A few requests are answered with 503, some records are malformed, some come twice and some
 * are updated; of the earthquakes, one day fails for good.
 *
 * <p>The only two lines that it prints are the address of the API, and one for the {@link
 * Turnstile} that all requests go through: {@code /arrived} answers every request so far in a line
 * of its own, {@code /hold?n} holds what comes after n requests, {@code /held?n} answers when n are
 * held, and {@code /release} lets go of them. It ends with its standard input.
 */
public final class ApiMain {

  /** The day of which no earthquake is served. */
  public static final LocalDate LOST_DAY = LocalDate.of(2018, 2, 5);

  /** How many requests are refused: of the flights, the first ones. */
  public static final int REFUSED = 3;

  private ApiMain() {}

  /** Serves until the standard input ends. */
  public static void main(String[] args) throws IOException {
    Turnstile turnstile = new Turnstile();
    URI api =
        args[0].equals("flights")
            ? flights(Integer.parseInt(args[1]), turnstile)
            : earthquakes(turnstile);
    Parent.tell(api.toString());
    Parent.tell(control(turnstile).toString());
    Parent.awaitEnd();
    // Those who still wait for requests would keep the process.
    System.exit(0);
  }

  private static URI flights(int copies, Turnstile turnstile) {
    Handler flights = FlightsApi.of(copies);
    Handler refusing = Handler.always(Answer.status(503));
    return StubApi.start(
            request -> {
              boolean refused = turnstile.pass(request.target()) <= REFUSED;
              return (refused ? refusing : flights).answer(request);
            })
        .baseUri();
  }

  private static URI earthquakes(Turnstile turnstile) {
    return EarthquakeApi.start(script())
        .onRequest(number -> turnstile.pass(Integer.toString(number)))
        .baseUri();
  }

  private static Script script() {
    return Script.create()
        .on(RequestMatcher.count().and(RequestMatcher.windowStartingOn(LOST_DAY)))
        .always()
        .answer(Fault.status(500))
        .on(RequestMatcher.query())
        .times(REFUSED)
        .answer(Fault.status(503))
        .malforming("ak18250394", Malformation.TEXT_MAGNITUDE)
        .malforming("ci38096120", Malformation.MISSING_ID)
        .malforming("ci38097800", Malformation.NOT_AN_OBJECT)
        .duplicating("nn00620562")
        .updating("us1000chhc", 6.5, Instant.parse("2018-02-07T06:00:00Z").toEpochMilli());
  }

  private static URI control(Turnstile turnstile) throws IOException {
    HttpServer server = LoopbackHttp.create();
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> answer(exchange, turnstile));
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, Turnstile turnstile) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getQuery();
      switch (exchange.getRequestURI().getPath()) {
        case "/hold" -> turnstile.holdAfter(Integer.parseInt(query));
        case "/held" -> turnstile.awaitHeld(Integer.parseInt(query));
        case "/release" -> turnstile.release();
        default -> {
          // What has arrived is in every answer.
        }
      }
      byte[] body = String.join("\n", turnstile.arrived()).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
