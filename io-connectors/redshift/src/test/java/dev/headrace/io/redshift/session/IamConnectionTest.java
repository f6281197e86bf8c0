package dev.headrace.io.redshift.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Splitter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.testdata.http.LoopbackHttp;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Amazon's driver asks a stand-in of Redshift's own API for the cluster and for credentials, signed
 * by the worker's identity, and logs in with them by TLS.
 */
@HangLimit
class IamConnectionTest extends WarehouseFixture {
  private static final String PASSWORD = "for/an+hour=only";
  private static final Map<String, String> IDENTITY =
      Map.of("aws.accessKeyId", "AKIDEXAMPLE", "aws.secretAccessKey", "example");

  private final Queue<Map<String, String>> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> signatures = new ConcurrentLinkedQueue<>();
  private RedshiftEndpoint warehouse;
  private TlsRelay encrypted;
  private HttpServer api;
  private volatile String given = PASSWORD;

  @BeforeEach
  void start() throws Exception {
    warehouse = redshift().listen(PASSWORD);
    encrypted = TlsRelay.to(warehouse.port(), Files.createTempDirectory(directory, "tls"));
    api = LoopbackHttp.create();
    api.createContext("/", this::answer);
    api.start();
    IDENTITY.forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    IDENTITY.keySet().forEach(System::clearProperty);
    api.stop(0);
    encrypted.close();
    warehouse.close();
  }

  private RedshiftConnection iam(String user) {
    return RedshiftConnection.iam(
        "jdbc:redshift:iam://examplecluster:eu-west-1/dev?EndpointUrl=http://127.0.0.1:"
            + api.getAddress().getPort()
            + "&sslmode=verify-full&sslrootcert="
            + encrypted.certificate()
            + "&IamDisableCache=true",
        user);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> request = new TreeMap<>();
      String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      for (String field : Splitter.on('&').split(form)) {
        List<String> pair = Splitter.on('=').limit(2).splitToList(field);
        request.put(pair.get(0), URLDecoder.decode(pair.get(1), UTF_8));
      }
      asked.add(request);
      signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      String result = result(request);
      byte[] body = result.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(result.startsWith("<Error") ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String result(Map<String, String> request) {
    String action = request.getOrDefault("Action", "");
    String result =
        switch (action) {
          case "DescribeClusters" ->
              "<Clusters><Cluster><ClusterIdentifier>examplecluster</ClusterIdentifier><Endpoint><Address>127.0.0.1</Address><Port>%d</Port></Endpoint></Cluster></Clusters>"
                  .formatted(encrypted.port());
          case "GetClusterCredentials" ->
              "<DbUser>%s</DbUser><DbPassword>%s</DbPassword><Expiration>2099-01-01T00:00:00Z</Expiration>"
                  .formatted(redshift().user(), given);
          default -> "";
        };
    return result.isEmpty()
        ? "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>no</Message></Error></ErrorResponse>"
        : "<%1$sResponse xmlns=\"http://redshift.amazonaws.com/doc/2012-12-01/\"><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
            .formatted(action, result);
  }

  private List<String> actions() {
    return asked.stream().map(request -> request.getOrDefault("Action", "")).distinct().toList();
  }

  @Test
  void aLoadLogsInWithCredentialsThatTheDriverGetsForTheWorkersIdentity() throws Exception {
    Reading oslo = Reading.of("a", "Oslo", 1);

    assertThat(load(iam("loader"), upserted, "1", file(oslo)).status(), is(Status.LOADED));

    assertThat(readings(), is(sorted(oslo)));
    assertThat(actions(), is(List.of("DescribeClusters", "GetClusterCredentials")));
    Map<String, String> credentials =
        asked.stream()
            .filter(request -> "GetClusterCredentials".equals(request.get("Action")))
            .findFirst()
            .orElseThrow();
    assertThat(credentials.get("DbUser"), is("loader"));
    assertThat(credentials.get("DbName"), is("dev"));
    // The driver takes a host that is not below amazonaws.com for a domain of the cluster's own.
    assertThat(credentials.get("CustomDomainName"), is("127.0.0.1"));
    for (String signature : signatures) {
      assertThat(signature, startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
      assertThat(signature, containsString("/eu-west-1/redshift/aws4_request"));
    }
  }

  @Test
  void credentialsThatAreRefusedAreNotTold() {
    given = "outdated/credentials+of=yesterday";

    SQLException refusal = assertThrows(SQLException.class, () -> iam("loader").open());

    assertThat(refusal.getMessage(), containsString("password authentication failed"));
    assertThat(refusal.getMessage(), not(containsString(given)));
  }
}
