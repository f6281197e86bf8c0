package dev.headrace.testdata.redshift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.testdata.http.LoopbackHttp;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LocalRedshift} that is logged in to by IAM, on the loopback address: by TLS, with
 * credentials that Amazon's driver asks of AWS. What answers it is a stand-in of Redshift's own API
 * and of that of Redshift Serverless, which remembers the requests and checks no signature.
 *
 * <p>Sources: <a
 * href="https://docs.aws.amazon.com/redshift/latest/APIReference/API_GetClusterCredentials.html">GetClusterCredentials</a>
 * and DescribeClusters, of the AWS Query protocol, and <a
 * href="https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html">GetCredentials</a>,
 * of AWS JSON 1.1.
 */
public final class RedshiftIam implements AutoCloseable {
  /** The user that whoever asks is given the password of. */
  public static final String USER = LocalRedshift.USER;

  private static final String PASSWORD = "for/an+hour=only";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RedshiftEndpoint warehouse;
  private final TlsRelay encrypted;
  private final HttpServer api;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile String given = PASSWORD;

  /**
   * What was asked of AWS.
   *
   * @param operation such as {@code GetCredentials}
   * @param fields by the names that AWS gives them
   * @param signature the header {@code Authorization}; empty without
   */
  public record Request(String operation, Map<String, String> fields, String signature) {}

  private RedshiftIam(RedshiftEndpoint warehouse, TlsRelay encrypted, HttpServer api) {
    this.warehouse = warehouse;
    this.encrypted = encrypted;
    this.api = api;
  }

  /**
   * Starts it. The warehouse stays the caller's to close, after this.
   *
   * @param folder for its keys and its certificate
   */
  public static RedshiftIam start(LocalRedshift redshift, Path folder) throws IOException {
    RedshiftEndpoint warehouse = redshift.listen(PASSWORD);
    TlsRelay encrypted = TlsRelay.to(warehouse.port(), folder);
    RedshiftIam iam = new RedshiftIam(warehouse, encrypted, LoopbackHttp.create());
    iam.api.createContext("/", iam::answer);
    iam.api.start();
    return iam;
  }

  /** The address of the warehouse as a cluster, for Amazon's driver. */
  public String clusterUrl() {
    return url("examplecluster:eu-west-1", "");
  }

  /** The address of the warehouse as a workgroup of Redshift Serverless, for Amazon's driver. */
  public String workgroupUrl() {
    return url(
        "127.0.0.1:" + encrypted.port(),
        "isServerless=true&serverlessWorkGroup=exampleworkgroup&Region=eu-west-1&");
  }

  private String url(String host, String properties) {
    return "jdbc:redshift:iam://%s/%s?%sEndpointUrl=http://127.0.0.1:%d&sslmode=verify-full&sslrootcert=%s&IamDisableCache=true"
        .formatted(
            host,
            LocalRedshift.DATABASE,
            properties,
            api.getAddress().getPort(),
            encrypted.certificate());
  }

  /** Gives another password from now on, which is none of the warehouse's. */
  public void gives(String password) {
    given = password;
  }

  /** All that was asked so far, in the order in which it was. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      @Nullable String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Request request =
          target == null
              ? request(exchange, query(body))
              : request(exchange, target, JSON.readValue(body, Map.class));
      requests.add(request);
      @Nullable String answer = target == null ? xml(request) : json(request);
      byte[] bytes = (answer == null ? "" : answer).getBytes(UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", target == null ? "text/xml" : "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer == null ? 400 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Request request(HttpExchange exchange, Map<String, String> query) {
    return new Request(query.getOrDefault("Action", ""), query, signature(exchange));
  }

  private static Request request(HttpExchange exchange, String target, Map<?, ?> fields) {
    Map<String, String> texts = new TreeMap<>();
    fields.forEach((name, value) -> texts.put(name.toString(), String.valueOf(value)));
    return new Request(target.replaceFirst(".*\\.", ""), texts, signature(exchange));
  }

  private static String signature(HttpExchange exchange) {
    @Nullable String signature = exchange.getRequestHeaders().getFirst("Authorization");
    return signature == null ? "" : signature;
  }

  private static Map<String, String> query(String form) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : form.split("&", -1)) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8));
    }
    return fields;
  }

  private @Nullable String xml(Request request) {
    @Nullable String result =
        switch (request.operation()) {
          case "DescribeClusters" ->
              "<Clusters><Cluster><ClusterIdentifier>examplecluster</ClusterIdentifier><Endpoint><Address>127.0.0.1</Address><Port>%d</Port></Endpoint></Cluster></Clusters>"
                  .formatted(encrypted.port());
          case "GetClusterCredentials" ->
              "<DbUser>%s</DbUser><DbPassword>%s</DbPassword><Expiration>%s</Expiration>"
                  .formatted(USER, given, inAnHour());
          default -> null;
        };
    return result == null
        ? null
        : "<%1$sResponse xmlns=\"http://redshift.amazonaws.com/doc/2012-12-01/\"><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
            .formatted(request.operation(), result);
  }

  private @Nullable String json(Request request) throws IOException {
    return request.operation().equals("GetCredentials")
        ? JSON.writeValueAsString(
            Map.of("dbUser", USER, "dbPassword", given, "expiration", inAnHour().getEpochSecond()))
        : null;
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  @Override
  public void close() {
    api.stop(0);
    encrypted.close();
    warehouse.close();
  }
}
