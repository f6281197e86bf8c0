package dev.headrace.io.redshift;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Cleanup;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.write.RejectedRow;
import dev.headrace.io.redshift.write.WriteResult;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No secret that a run uses is in anything that it logs, prints, shows, sends as SQL or stages. */
class SecretsStayTest extends WaysFixture {
  private static final List<String> SECRETS =
      List.of(KeptSecret.PASSWORD, SECRET_ACCESS_KEY, ACCESS_KEY_ID);
  private static final Queue<String> DEAD_LETTERS = new ConcurrentLinkedQueue<>();

  private final Queue<String> statements = new ConcurrentLinkedQueue<>();
  private final Map<String, String> found = new TreeMap<>();

  enum Login {
    PASSWORD_BY_FILE,
    SECRET_BY_ARN,
    DATA_API
  }

  private static RedshiftSessions by(Login login) {
    String log = "&LogLevel=6&LogPath=" + driverLog();
    return switch (login) {
      case PASSWORD_BY_FILE -> amazon(log).withPassword("file:" + directory.resolve("password"));
      case SECRET_BY_ARN -> amazon(log).withSecret(KeptSecret.ARN);
      case DATA_API -> by(Way.DATA_API);
    };
  }

  private static Path driverLog() {
    return directory.resolve("driver-log");
  }

  @BeforeEach
  void watch() throws IOException {
    Files.createDirectories(driverLog());
    redshift().faults().watch(statements::add);
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatGoesWellTellsNoSecret(Login login) throws Exception {
    try (Printed printed = new Printed()) {
      runAll(by(login));
      found.put("logs and streams", printed.text());
    }
    assertThat(ledgerRows(), is(2L));
    assertNothingTold();
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatFailsTellsNoSecret(Login login) throws Exception {
    redshift().faults().failAfter("^LOCK", 1, "XX000", "something broke");
    redshift().faults().failAfter("^COPY", 1, "XX000", "something broke too");
    try (Printed printed = new Printed()) {
      found.put("failure", told(assertThrows(Exception.class, () -> runAll(by(login)))));
      found.put("logs and streams", printed.text());
    }
    assertThat(found.get("failure"), containsString("something broke"));
    assertNothingTold();
  }

  @Test
  void aPasswordThatIsRefusedIsNotTold() throws Exception {
    String wrong = KeptSecret.PASSWORD + " that is wrong";
    String file = "file:" + Files.writeString(directory.resolve("wrong"), wrong);
    try (Printed printed = new Printed()) {
      RedshiftSessions warehouse = amazon("").withPassword(file);
      found.put("failure", told(assertThrows(Exception.class, () -> runAll(warehouse))));
      found.put("logs and streams", printed.text());
    }
    assertThat(found.get("failure"), containsString("password authentication failed"));
    assertNothingTold();
  }

  /** Writes rows, loads files and reads, with everything left where it is. */
  private void runAll(RedshiftSessions warehouse) throws IOException {
    LoadOptions keeping = LoadOptions.DEFAULTS.withCleanup(Cleanup.NEVER);
    Pipeline writing = Pipeline.create();
    WriteResult written =
        writing
            .apply(
                "Rows", Create.of(place(1L, "Oslo"), place(2L, "too long")).withRowSchema(SCHEMA))
            .apply(
                "Write",
                writeRows().withConnection(warehouse).withOptions(keeping).withStagedFilesKept());
    written.rejected().apply("DeadLetters", ParDo.of(new Keep()));
    writing
        .apply("Files", Create.of(file(Reading.of("a", "Oslo", 1))).withCoder(StoredObject.CODER))
        .apply(
            "Load",
            RedshiftIO.loadFiles(upserted)
                .withConnection(warehouse)
                .withStaging(stores(), STAGING)
                .withOptions(keeping)
                .withLoadId("2")
                .withLedger(ledger));
    show("writing", writing, warehouse);
    writing.run().waitUntilFinish();

    Pipeline reading = Pipeline.create();
    reading.apply(read("SELECT id, place FROM " + name, SCHEMA).withConnection(warehouse));
    show("reading", reading, warehouse);
    reading.run().waitUntilFinish();
  }

  private static final class Keep extends DoFn<RejectedRow, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element RejectedRow row) {
      DEAD_LETTERS.add(row.toString());
    }
  }

  private void show(String what, Pipeline pipeline, RedshiftSessions warehouse) {
    StringBuilder shown = new StringBuilder();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            visitPrimitiveTransform(node);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              shown.append(node.getTransform()).append(DisplayData.from(node.getTransform()));
            }
          }
        });
    found.put("transforms and display data of " + what, shown.toString());
    found.put(
        "settings",
        warehouse + new String(SerializableUtils.serializeToByteArray(warehouse), ISO_8859_1));
  }

  /** With causes and suppressed. */
  private static String told(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private void assertNothingTold() throws Exception {
    found.put("statements", String.join("\n", statements));
    found.put("dead letters", String.join("\n", DEAD_LETTERS));
    for (String table : List.of("sys_load_history", "sys_load_error_detail")) {
      found.put(table, rows("SELECT * FROM " + table).toString());
    }
    for (String key : s3().keys(BUCKET, "")) {
      found.put("object " + key, key + new String(s3().bytes(BUCKET, key), ISO_8859_1));
    }
    try (Stream<Path> logs = Files.walk(driverLog())) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        found.put("driver's " + log.getFileName(), Files.readString(log, ISO_8859_1));
      }
    }
    assertThat(found.getOrDefault("logs and streams", "").length(), greaterThan(100));
    found.forEach(SecretsStayTest::assertHoldsNone);
  }

  private static void assertHoldsNone(String place, String text) {
    for (String secret : SECRETS) {
      for (String form :
          List.of(
              secret,
              Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)),
              URLEncoder.encode(secret, UTF_8))) {
        int at = text.indexOf(form);
        String before = at < 0 ? "" : text.substring(Math.max(0, at - 200), at);
        assertThat("A secret is in " + place + " after: " + before, at, is(-1));
      }
    }
  }

  @Test
  void whatIsScannedIsAllThere() throws Exception {
    try (Printed printed = new Printed()) {
      runAll(by(Login.PASSWORD_BY_FILE));
      found.put("logs and streams", printed.text());
    }
    assertNothingTold();

    assertThat(found.keySet(), hasItem(startsWith("object staging/")));
    assertThat(found.keySet(), hasItem(containsString("manifest")));
    assertThat(found.keySet(), hasItem(startsWith("driver's ")));
    assertThat(found.get("statements"), containsString("COPY "));
    assertThat(found.get("statements"), containsString("UNLOAD "));
    assertThat(found.get("dead letters"), containsString("too long"));
  }
}
