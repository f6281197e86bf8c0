package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferFieldsTest {
  private static final Schema KNOWN =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Quake", "fields": [
                {"name": "id", "type": "string"},
                {"name": "mag", "type": ["null", "double"], "path": "/p/mag"}]}
              """);

  private static RecordOutcome record(String json) {
    return SourceRecord.of(json.getBytes(UTF_8), Origin.of("raw", 0, 0));
  }

  private static NewFields find(String... records) {
    NewFields found = new NewFields();
    FieldFinder finder = new FieldFinder(Contract.of(KNOWN).tree());
    for (String json : records) {
      finder.find((SourceRecord) record(json), found);
    }
    return found;
  }

  /** The new columns, as {@code name:type@path}. */
  private static String columns(String... records) {
    return columns(find(records).addTo(KNOWN));
  }

  private static String columns(Schema schema) {
    return schema.getFields().stream()
        .skip(KNOWN.getFields().size())
        .map(field -> field.name() + ":" + type(field) + "@" + field.getProp("path"))
        .collect(Collectors.joining(" "));
  }

  private static String type(Schema.Field field) {
    Schema type = field.schema().getTypes().get(1);
    String name =
        type.getType() == Schema.Type.ARRAY
            ? type.getElementType().getName() + "[]"
            : type.getName();
    return "json".equals(field.getProp("from")) ? "json" : name;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | false | boolean",
        "1 | 2 | long",
        "1 | 2.5 | double",
        "1 | null | long",
        "1 | \"a\" | json",
        "\"a\" | \"b\" | string",
        "true | 1 | json",
        "9223372036854775808 | 1 | json",
        "1e400 | 1 | json",
        "[] | [] | json",
        "[] | [1] | long[]",
        "[1] | [2.5] | double[]",
        "[1, 2.5] | [] | double[]",
        "[1] | [\"a\"] | json",
        "[1] | 1 | json",
        "[null] | [1] | json",
        "[[1]] | [[1]] | json",
        "[{\"a\": 1}] | [] | json",
        "{\"a\": 1} | 1 | json",
      })
  void twoValuesComeToTheLeastTypeThatHoldsBoth(String one, String other, String type) {
    String first = "{\"x\": " + one + "}";
    String second = "{\"x\": " + other + "}";

    assertThat(columns(first, second), is("x:" + type + "@/x"));
    assertThat(columns(second, first), is("x:" + type + "@/x"));
  }

  @Test
  void kindsMergeInAnyOrder() {
    for (InferredKind a : InferredKind.values()) {
      assertThat(a.or(a), is(a));
      for (InferredKind b : InferredKind.values()) {
        assertThat(a + " " + b, a.or(b), is(b.or(a)));
        for (InferredKind c : InferredKind.values()) {
          assertThat(a + " " + b + " " + c, a.or(b).or(c), is(a.or(b.or(c))));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void recordsMergeInAnyOrderAndGrouping(long seed) {
    Random random = new Random(seed);
    String[] values = {"1", "2.5", "\"a\"", "true", "null", "[]", "[1]", "{}", "{\"b\": 1}"};
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      records.add(
          "{\"f%d\": %s}".formatted(random.nextInt(12), values[random.nextInt(values.length)]));
    }
    NewFields expected = find(records.toArray(String[]::new));

    Collections.shuffle(records, random);
    InferFields.MergeFn merge = new InferFields.MergeFn(Contract.of(KNOWN));
    List<NewFields> parts = new ArrayList<>(List.of(merge.createAccumulator()));
    for (String json : records) {
      if (random.nextInt(7) == 0) {
        parts.add(random.nextInt(parts.size()), merge.createAccumulator());
      }
      merge.addInput(parts.get(random.nextInt(parts.size())), record(json));
    }

    assertThat(merge.extractOutput(merge.mergeAccumulators(parts)), is(expected));
  }

  @Test
  void whatTheSchemaNamesIsNotNew() {
    assertThat(
        columns("{\"id\": 1, \"p\": {\"mag\": {\"x\": 1}, \"depth\": 5}}"),
        is("p_depth:long@/p/depth"));
  }

  @Test
  void objectsAreGoneIntoAndColumnsStandByName() {
    assertThat(
        columns("{\"z\": 1, \"b\": {\"Y x\": true, \"empty\": {}}, \"a\": null}"),
        is("b_y_x:boolean@/b/Y x z:long@/z"));
  }

  @Test
  void namesThatAreTakenAreNumbered() {
    assertThat(
        columns("{\"ID\": 1, \"a.b\": 2, \"a-b\": 3, \"a/b\": 4, \"7\": 5, \"~\": 6}"),
        is(
            "a_b:long@/a-b a_b_2:long@/a.b a_b_3:long@/a~1b f_7:long@/7 f__:long@/~0"
                + " id_2:long@/ID"));
  }

  @Test
  void aDeepObjectIsKeptAsJson() {
    String deep = "{\"a\":".repeat(20) + "1" + "}".repeat(20);

    assertThat(columns(deep), is("a_a_a_a_a_a_a_a:json@" + "/a".repeat(8)));
  }

  @Test
  void recordsThatAreNoObjectTellNothing() {
    assertThat(columns("[1]", "{\"x\": 1", "", "{\"x\": 1} 2", "1"), is(""));
  }

  @Test
  void aLineThatBeginsLikeUtf16OrUtf32TellsNothingAndBreaksNothing() {
    assertThat(
        columns("\u0000{\u0000\u0000A", "\u0000\u0000\u0000{ABCD", "\u0000{\u0000}", "{\"x\": 1}"),
        is("x:long@/x"));
  }

  /** A record with fields of its own. */
  private static String fields(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%s%d\": %d".formatted(name, i, i))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Test
  void theKeysOfAMapAreRefused() {
    String full = fields("f", NewFields.MOST_FIELDS);
    assertThat(columns(full, full), is(columns(full)));

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> find(full, "{\"more\": 1}"));
    assertThat(e.getMessage(), containsString("more than 500 fields"));
    assertThat(e.getMessage(), containsString("/more among them"));
  }

  @Test
  void aRecordThatHasTooManyFieldsByItselfTellsNothingAndStopsNothing() {
    String crowded = fields("f", NewFields.MOST_FIELDS + 1);
    String nested = "{\"o\": {\"p\": " + crowded + "}, \"y\": 1}";

    assertThat(columns(crowded, nested, "{\"x\": 1}"), is("x:long@/x"));
  }

  @Test
  void aBrokenRecordWithManyFieldsTellsNothingAndStopsNothing() {
    String broken = fields("f", NewFields.MOST_FIELDS + 1).replace('}', ',');

    assertThat(columns(broken, fields("g", 3).replace('}', ','), "{\"x\": 1}"), is("x:long@/x"));
  }

  @Test
  void aFieldWhoseNameOrPlaceIsTooLongToBeKeptIsNoColumn() {
    String name = "n".repeat(2_000);
    String half = "h".repeat(600);

    assertThat(
        columns(
            "{\"%s\": [1], \"%s\": {\"%s\": {\"a\": 1}}, \"x\": 1}".formatted(name, half, half)),
        is("x:long@/x"));
  }

  @Test
  void columnsOfEarlierDataStayAndTheContractsOwnAreItsOwn() {
    Schema latest = find("{\"x\": 1, \"y\": \"a\"}").addTo(KNOWN);
    Schema contract =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Quake", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "mag", "type": ["null", "double"], "path": "/p/mag"},
                  {"name": "x", "type": ["null", "double"]}]}
                """);

    Schema evolved = NewFields.withEarlier(contract, latest);

    assertThat(
        evolved.getFields().stream().map(Schema.Field::name).toList(),
        is(List.of("id", "mag", "x", "y")));
    assertThat(evolved.getField("x"), is(contract.getField("x")));
    assertThat(NewFields.withEarlier(contract, null).getFields(), is(contract.getFields()));
  }

  @Test
  void anEvolvedContractReadsTheNewFields() throws BadRecordException {
    String[] records = {
      "{\"id\": \"a\", \"n\": 1, \"mixed\": {\"k\": [1, 2.50]}, \"tags\": [\"x\"]}",
      "{\"id\": \"b\", \"n\": 2.5, \"mixed\": \"as it is\", \"tags\": []}"
    };
    Conform conform = Conform.to(Contract.of(find(records).addTo(KNOWN)));

    List<String> values = new ArrayList<>();
    for (String json : records) {
      values.add(conform.apply((SourceRecord) record(json), account -> {}).conformed().toString());
    }
    assertThat(
        values,
        is(
            List.of(
                "{\"id\": \"a\", \"mag\": null, \"mixed\": \"{\\\"k\\\":[1,2.50]}\","
                    + " \"n\": 1.0, \"tags\": [\"x\"]}",
                "{\"id\": \"b\", \"mag\": null, \"mixed\": \"as it is\", \"n\": 2.5,"
                    + " \"tags\": []}")));
  }

  @Test
  void aPipelineComesToOneResult() {
    Pipeline pipeline = Pipeline.create();
    PAssert.thatSingleton(
            pipeline
                .apply(
                    Create.of(record("{\"x\": 1}"), record("{\"x\": 2.5}"), record("{\"y\": 1}"))
                        .withCoder(RecordOutcomeCoder.raw()))
                .apply(InferFields.besides(KNOWN)))
        .isEqualTo(find("{\"x\": 1.5, \"y\": 1}"));
    pipeline.run();
  }
}
