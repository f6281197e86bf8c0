package dev.headrace.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.http.LoopbackHttp;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A warehouse whose user and password the AWS SDK's own client reads from a Secrets Manager, which
 * checks how it is asked.
 */
class SecretLoadTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-south-2:123456789012:secret:warehouse-";
  private static final String PASSWORD = "s3cr3t/of+the=warehouse";
  private static final Schema SCHEMA =
      Schema.builder().addInt64Field("id").addStringField("place").build();
  private static final Row OSLO = Row.withSchema(SCHEMA).addValues(1L, "Oslo").build();

  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();
  private static Platform platform;
  private static RedshiftEndpoint endpoint;
  private static HttpServer secretsManager;
  private static Map<String, String> settings;

  /** For all tests, as the AWS SDK's client is kept as long as the JVM. */
  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    platform = Platform.start(folder);
    endpoint = platform.redshift().listen(PASSWORD);
    secretsManager = LoopbackHttp.create();
    secretsManager.createContext("/", SecretLoadTest::answer);
    secretsManager.start();
    settings =
        Map.of(
            "aws.endpointUrlSecretsManager",
            "http://127.0.0.1:" + secretsManager.getAddress().getPort(),
            "aws.accessKeyId",
            "AKIDEXAMPLE",
            "aws.secretAccessKey",
            "example");
    settings.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    settings.keySet().forEach(System::clearProperty);
    secretsManager.stop(0);
    endpoint.close();
    platform.close();
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
      String id = request.path("SecretId").asText();
      ASKED.add(id);
      String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      boolean right =
          "secretsmanager.GetSecretValue"
                  .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
              && signature.startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
              && signature.contains("/eu-south-2/secretsmanager/aws4_request");
      String secret = new ObjectMapper().writeValueAsString(secret(id));
      byte[] body =
          (right
                  ? "{\"ARN\":\"%s\",\"Name\":\"warehouse\",\"VersionStages\":[\"AWSCURRENT\"],\"SecretString\":%s}"
                      .formatted(id, new ObjectMapper().writeValueAsString(secret))
                  : "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}")
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(right ? 200 : 400, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> secret(String arn) {
    return Map.of(
        "username",
        platform.redshift().user(),
        "password",
        arn.endsWith("wrong") ? PASSWORD + "x" : PASSWORD);
  }

  private static void write(String table, RedshiftConnection warehouse) {
    RedshiftTable places =
        RedshiftTable.of(
            "public." + table,
            List.of(
                Column.converted("id", "BIGINT", false),
                Column.converted("place", "VARCHAR(9)", true)));
    Pipeline pipeline = Pipeline.create(platform.options());
    var written =
        pipeline
            .apply(Create.of(OSLO).withRowSchema(SCHEMA))
            .apply(
                RedshiftIO.writeRows()
                    .to(places)
                    .withConnection(warehouse)
                    .withStaging(ObjectStores.FACTORY, "s3://staging/rows")
                    .withLoadId("1"));
    PAssert.that(written.rejected()).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void rowsAreLoadedByTheUserAndThePasswordOfASecret() throws Exception {
    write("by_secret", RedshiftConnection.of(endpoint.jdbcUrl(), "").withSecret(ARN + "right"));

    assertThat(platform.rows("SELECT id, place FROM public.by_secret"), is(List.of("1|Oslo")));
    // Kept for the session and the field that come next.
    assertThat(List.copyOf(ASKED), is(List.of(ARN + "right")));
  }

  @Test
  void aPasswordMayBeOneFieldOfASecret() throws Exception {
    String user = platform.redshift().user();

    write(
        "by_field",
        RedshiftConnection.of(endpoint.jdbcUrl(), user).withPassword(ARN + "field#password"));

    assertThat(platform.rows("SELECT id, place FROM public.by_field"), is(List.of("1|Oslo")));
    assertThat(List.copyOf(ASKED), hasSize(1));
  }

  @Test
  void aRunOfTheCommandLineTakesUserAndPasswordFromASecret() {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      List<String> args =
          new ArrayList<>(
              CommandLineRun.runArguments(
                  "earthquakes", platform, api, "--start=2018-02-01", "--end=2018-02-02"));
      args.removeIf(argument -> argument.startsWith("--warehouse-"));
      args.addAll(
          args.indexOf("--"),
          List.of("--warehouse-url=" + endpoint.jdbcUrl(), "--warehouse-secret=" + ARN + "run"));

      CommandLineRun run = CommandLineRun.of(args);

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(run.out(), containsString("231 loaded"));
      assertThat(List.copyOf(ASKED), is(List.of(ARN + "run")));
      assertThat(run.out() + run.err(), not(containsString(PASSWORD)));
    }
  }

  @Test
  void aSecretWithTheWrongPasswordIsRefusedWithoutTellingIt() {
    RedshiftConnection warehouse =
        RedshiftConnection.of(endpoint.jdbcUrl(), "").withSecret(ARN + "wrong");

    Exception failure = assertThrows(Exception.class, () -> write("never", warehouse));

    assertThat(failure.getMessage(), containsString("password authentication failed"));
    assertThat(failure.getMessage(), not(containsString(PASSWORD)));
  }
}
