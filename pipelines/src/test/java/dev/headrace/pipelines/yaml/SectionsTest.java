package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.lake.parquet.DatasetFiles.Compression;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.mask.Mask;
import dev.headrace.transforms.mask.Masking;
import dev.headrace.transforms.quality.CheckQuality;
import dev.headrace.transforms.quality.Rules;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.shape.Derive;
import dev.headrace.transforms.shape.Reshape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every section of a file is what the calls of the Java API make. */
class SectionsTest {
  @TempDir Path folder;

  private PipelineDefinition define(String yaml) {
    return TestFile.in(folder).with(yaml).define();
  }

  @Test
  void aFileWithNothingButWhatIsRequiredHasTheDefaultsOfTheJavaApi() {
    PipelineDefinition definition = TestFile.in(folder).define();

    assertThat(definition.source(), is("acme"));
    assertThat(definition.resource(), is("items"));
    assertThat(definition.errors(), is(ErrorTable.defaults()));
    assertThat(definition.budget(), is(Budget.unlimited()));
    assertThat(definition.format(), is(RecordFormat.json("/items")));
    assertThat(definition.reshape(), is(Optional.empty()));
    assertThat(definition.contract().mode(), is(Contract.Mode.TOLERATE));
    assertThat(definition.steps(), is(List.of()));
    assertThat(definition.keys(), is(List.of()));
    assertThat(definition.rejectDuplicates(), is(false));
    assertThat(definition.runRules(), is(RunRules.none()));
    assertThat(definition.compression(), is(Compression.SNAPPY));
    assertThat(definition.fileSize(), is(256L << 20));
    assertThat(definition.identity(), is(Map.of()));
    assertThat(definition.table(), is(RedshiftTable.of("things", definition.contract().schema())));
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of("{kind: json, path: '/pages/*/items'}", RecordFormat.json("/pages/*/items")),
        Arguments.of("{kind: json-object, path: ''}", RecordFormat.jsonObject("")),
        Arguments.of("{kind: xml, path: /feed/entry}", RecordFormat.xml("/feed/entry")),
        Arguments.of("{kind: ndjson}", RecordFormat.ndjson()),
        Arguments.of("{kind: csv}", RecordFormat.csv()),
        Arguments.of(
            "{kind: csv, delimiter: ';', quote: \"'\", columns: [a, b], 'null': '-'}",
            RecordFormat.csv()
                .withDelimiter(';')
                .withQuote('\'')
                .withColumns(List.of("a", "b"))
                .withNull("-")));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aFormatIsThatOfTheJavaApi(String yaml, RecordFormat expected) {
    PipelineDefinition definition =
        TestFile.in(folder).with("format: " + yaml).without("records").define();

    assertThat(definition.format().toString(), is(expected.toString()));
  }

  @Test
  void rowsOfTheErrorTableStandInTheirOrder() {
    PipelineDefinition definition =
        define(
            """
            errors:
              - {status: 404, children-only: true, then: ignore}
              - {status: [400, 500-502], header: {name: X-Why, matches: later}, then: retry}
              - {status: 200, body: {at: /ok, matches: 'false'}, then: refresh-auth}
              - {failure: [too-large, timeout], then: stop}
            """);

    // A regular expression has no equality, and tells itself in full.
    assertThat(
        definition.errors().toString(),
        is(
            ErrorTable.defaults()
                .with(
                    ErrorRule.onStatus(404).forChildren().then(ErrorAction.IGNORE),
                    ErrorRule.onStatus(400, 500, 501, 502)
                        .withHeader("X-Why", "later")
                        .then(ErrorAction.RETRY),
                    ErrorRule.onStatus(200).withBody("/ok", "false").then(ErrorAction.REFRESH_AUTH))
                .with(ErrorRule.onFailure(Reason.TOO_LARGE, Reason.TIMEOUT).then(ErrorAction.STOP))
                .toString()));
  }

  @Test
  void theBudgetIsThatOfTheJavaApi() {
    assertThat(
        define("budget: {requests-per-second: 5, requests-per-minute: 60, concurrent-requests: 2}")
            .budget(),
        is(
            Budget.unlimited()
                .withRequestsPerSecond(5)
                .withRequestsPerMinute(60)
                .withConcurrentRequests(2)));
  }

  @Test
  void aRecordIsReshapedInTheOrderOfTheFile() {
    PipelineDefinition definition =
        define(
            """
            reshape:
              - lift: /properties
              - rename: {field: /mag, to: magnitude}
              - drop: [/detail, /url]
              - keep-only: [/id, /magnitude]
              - flatten: {separator: _}
              - flatten: {separator: ., depth: 2}
            """);

    assertThat(
        definition.reshape().map(Object::toString),
        is(
            Optional.of(
                Reshape.records()
                    .lift("/properties")
                    .rename("/mag", "magnitude")
                    .drop("/detail", "/url")
                    .keepOnly("/id", "/magnitude")
                    .flatten("_")
                    .flatten(".", 2)
                    .toString())));
  }

  @Test
  void stepsAreThoseOfTheJavaApiInTheirOrder() {
    PipelineDefinition definition =
        define(
            """
            steps:
              - derive: {field: size, as: "size == null ? 0.0 : size"}
              - reject:
                  - not-null: size
                  - not-blank: email
                  - range: {field: size, min: -1, max: 10.5}
                  - range: {field: updated, min: 2018-01-31T00:00:00Z}
                  - range: {field: day, max: 2018-01-31}
              - warn:
                  - one-of: {field: kind, values: [a, "5"]}
                  - one-of: {field: number, values: [1, 5]}
                  - matches: {field: email, pattern: ".+@.+"}
                  - length: {field: kind, min: 1, max: 5, unit: bytes}
                  - length: {field: kind, max: 7}
              - mask:
                  - hash: {field: id, salt: env:SALT, encoding: base64url}
                  - hash: {field: kind, salt: env:SALT}
                  - redact: {field: email, replacement: "-"}
                  - redact-to-null: size
                  - truncate: {field: kind, characters: 2}
                  - to-month: day
                  - to-year: updated
            """);
    Secret salt = Secret.of("env:SALT");

    assertThat(
        definition.steps().toString(),
        is(
            List.of(
                    Derive.field("size").as("size == null ? 0.0 : size"),
                    CheckQuality.rejecting(
                        Rules.notNull("size"),
                        Rules.notBlank("email"),
                        Rules.range("size", -1, 10.5),
                        Rules.range("updated", Instant.parse("2018-01-31T00:00:00Z"), null),
                        Rules.range("day", null, LocalDate.parse("2018-01-31"))),
                    CheckQuality.warning(
                        Rules.oneOf("kind", "a", "5"),
                        Rules.oneOf("number", List.of(1, 5)),
                        Rules.matches("email", ".+@.+"),
                        Rules.length("kind", 1, 5, Rules.Unit.BYTES),
                        Rules.length("kind", 0, 7, Rules.Unit.CHARACTERS)),
                    Mask.fields(
                        Masking.hash("id", salt, Masking.Encoding.BASE64URL),
                        Masking.hash("kind", salt),
                        Masking.redact("email", "-"),
                        Masking.redactToNull("size"),
                        Masking.truncate("kind", 2),
                        Masking.toMonth("day"),
                        Masking.toYear("updated")))
                .toString()));
  }

  @Test
  void theDatasetAndItsRunAreThoseOfTheJavaApi() {
    PipelineDefinition definition =
        define(
            """
            keys: [id, kind]
            version: updated
            reject-duplicates: true
            partition: day
            order: [number, size]
            compression: zstd
            file-size: 64MiB
            identity: {edition: "2"}
            run-rules:
              min-rows: 1
              max-rows: 10000000000
              max-dead-share: 0.05
              freshness: {field: updated, max-age: PT6H}
            """);

    assertThat(definition.keys(), is(List.of("id", "kind")));
    assertThat(definition.version(), is(Optional.of("updated")));
    assertThat(definition.rejectDuplicates(), is(true));
    assertThat(definition.partition(), is(Optional.of("day")));
    assertThat(definition.order(), is(List.of("number", "size")));
    assertThat(definition.compression(), is(Compression.ZSTD));
    assertThat(definition.fileSize(), is(64L << 20));
    assertThat(definition.identity(), is(Map.of("edition", "2")));
    assertThat(
        definition.runRules(),
        is(
            RunRules.none()
                .withMinRows(1)
                .withMaxRows(10_000_000_000L)
                .withMaxDeadShare(0.05)
                .withFreshness("updated", Duration.ofHours(6))));
  }

  @Test
  void aTableHasTheKeysAndTheVersionOfItsDatasetUnlessItSaysOtherwise() {
    String dataset = "keys: id\nversion: updated\npartition: day\ntable: ";
    PipelineDefinition brief = define(dataset + "lake.things");
    Schema columns = brief.contract().schemaWithout("day");
    RedshiftTable table = RedshiftTable.of("lake.things", columns);

    assertThat(brief.table(), is(table.withKeys("id").withSequence("updated")));
    assertThat(
        define(
                dataset
                    + "{name: lake.things, keys: [kind], sequence: number, dist-key: kind,"
                    + " sort-keys: [updated, id]}")
            .table(),
        is(
            table
                .withKeys("kind")
                .withSequence("number")
                .withDistKey("kind")
                .withSortKeys("updated", "id")));
    assertThat(define(dataset + "{name: lake.things, keys: []}").table(), is(table));
  }

  @Test
  void aTableWithKeysOfItsOwnHasTheVersionOfItsDatasetAllTheSame() {
    PipelineDefinition own = define("version: updated\ntable: {name: lake.things, keys: [kind]}");

    assertThat(
        own.table(),
        is(
            RedshiftTable.of("lake.things", own.contract().schema())
                .withKeys("kind")
                .withSequence("updated")));
  }

  @Test
  void aContractIsThatOfItsFileOrOfTheFieldsInThisOne() throws Exception {
    String schema =
        """
        {"type": "record", "name": "Thing", "namespace": "com.acme", "doc": "A thing.", "fields": [
          {"name": "id", "type": "string", "maxBytes": 64},
          {"name": "size", "type": ["null", "double"], "path": "/s", "min": -1.5, "x-note": true},
          {"name": "twice", "type": ["null", "double"], "derive": "size * 2.0"}]}
        """;
    Files.createDirectory(folder.resolve("schemas"));
    Files.writeString(folder.resolve("schemas/thing.avsc"), schema);
    Schema expected = new Schema.Parser().parse(schema);
    PipelineDefinition inline =
        define(
            """
            contract:
              name: Thing
              namespace: com.acme
              doc: A thing.
              mode: discard-value
              fields:
                - {name: id, type: string, maxBytes: 64}
                - {name: size, type: [null, double], path: /s, min: -1.5, x-note: true}
                - {name: twice, type: ["null", double], derive: size * 2.0}
            """);

    assertThat(define("contract: schemas/thing.avsc").contract().schema(), is(expected));
    PipelineDefinition frozen = define("contract: {file: schemas/thing.avsc, mode: freeze}");
    assertThat(frozen.contract().schema(), is(expected));
    assertThat(frozen.contract().mode(), is(Contract.Mode.FREEZE));
    assertThat(inline.contract().schema().toString(), is(expected.toString()));
    assertThat(inline.contract().mode(), is(Contract.Mode.DISCARD_VALUE));
  }
}
