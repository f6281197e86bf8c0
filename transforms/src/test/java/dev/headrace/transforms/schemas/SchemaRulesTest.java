package dev.headrace.transforms.schemas;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRulesTest {
  private static final String INT = "\"int\"";
  private static final String LONG = "\"long\"";
  private static final String FLOAT = "\"float\"";
  private static final String DOUBLE = "\"double\"";
  private static final String STRING = "\"string\"";

  private static Schema type(String type) {
    return new Schema.Parser().parse(json(type));
  }

  /** From a short form such as {@code int?} or {@code decimal(5,2)}. */
  private static String json(String type) {
    if (type.endsWith("?")) {
      return "[\"null\", " + json(type.substring(0, type.length() - 1)) + "]";
    }
    if (type.endsWith("[]")) {
      String items = json(type.substring(0, type.length() - 2));
      return "{\"type\": \"array\", \"items\": " + items + "}";
    }
    if (type.startsWith("decimal")) {
      return "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": %s, \"scale\": %s}"
          .formatted((Object[]) type.substring("decimal".length()).split("x"));
    }
    return switch (type) {
      case "date" -> "{\"type\": \"int\", \"logicalType\": \"date\"}";
      case "time" -> "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}";
      default -> "\"" + type + "\"";
    };
  }

  private static Schema record(String... fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\": \"record\", \"name\": \"Quake\", \"fields\": [%s]}"
                .formatted(String.join(", ", fields)));
  }

  private static String field(String name, String type) {
    return "{\"name\": \"%s\", \"type\": %s}".formatted(name, type);
  }

  private static String nullable(String type) {
    return "[\"null\", " + type + "]";
  }

  @ParameterizedTest
  @CsvSource({
    "int, int, true",
    "int, long, true",
    "int, long?, true",
    "int?, long?, true",
    "int?, long, false",
    "long, int, false",
    "int, double, false",
    "int, float, false",
    "long, double, false",
    "float, double, true",
    "double, float, false",
    "int, string, false",
    "string, int, false",
    "boolean, int, false",
    "date, int, false",
    "int, date, false",
    "date, time, false",
    "date, date?, true",
    "time, long, false",
    "long, time, false",
    "decimal5x2, decimal9x2, true",
    "decimal9x2, decimal5x2, false",
    "decimal5x2, decimal9x3, false",
    "decimal5x2, bytes, false",
    "bytes, decimal5x2, false",
    "int[], long[], true",
    "int[], long?[], true",
    "int?[], int[], false",
    "long[], int[], false",
    "string[], string, false",
  })
  void onlyAWiderTypeCanBeReadFor(String from, String to, boolean allowed) {
    assertThat(SchemaRules.isReadableAs(type(from), type(to)), is(allowed));
  }

  private static String refusal(Schema before, Schema after) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> SchemaRules.requireEvolution("quakes", before, after))
            .getMessage());
  }

  @Test
  void columnsMayComeAndBecomeWiderInAnyOrder() {
    SchemaRules.requireEvolution(
        "quakes",
        record(field("id", STRING), field("felt", INT), field("gap", FLOAT)),
        record(
            field("gap", nullable(DOUBLE)),
            field("place", nullable(STRING)),
            field("felt", LONG),
            field("id", STRING)));
  }

  @Test
  void everyColumnAtFaultIsNamedWithBothTypes() {
    String message =
        refusal(
            record(field("id", STRING), field("felt", LONG), field("gap", nullable(DOUBLE))),
            record(field("id", STRING), field("felt", INT), field("gap", nullable(STRING))));

    assertThat(message, containsString("dataset \"quakes\""));
    assertThat(message, containsString("felt was long and would be int"));
    assertThat(message, containsString("gap was double or null and would be string or null"));
  }

  @Test
  void aColumnThatIsLeftOutHasToBeSaidSo() {
    Schema before = record(field("id", STRING), field("felt", INT));
    Schema after = record(field("id", STRING));

    assertThat(refusal(before, after), containsString("felt (int) is missing"));

    after.addProp("dropped", List.of("felt"));
    SchemaRules.requireEvolution("quakes", before, after);
  }

  @Test
  void aNewColumnHasToBeAbleToBeNull() {
    assertThat(
        refusal(record(field("id", STRING)), record(field("id", STRING), field("felt", INT))),
        containsString("felt is new as int, and has to be able to be null"));
  }

  @Test
  void aColumnIsKnownByItsSourceUnderANewName() {
    String mag = "{\"name\": \"%s\", \"type\": [\"null\", \"double\"], \"path\": \"/p/mag\"}";

    assertThat(
        refusal(record(mag.formatted("mag")), record(mag.formatted("magnitude"))),
        containsString("mag (double or null) is renamed to magnitude (double or null)"));
  }

  @Test
  void aColumnIsKnownByItsAliasUnderANewName() {
    String after =
        "{\"name\": \"magnitude\", \"type\": [\"null\", \"double\"], \"aliases\": [\"mag\"]}";

    assertThat(
        refusal(record(field("mag", nullable(DOUBLE))), record(after)),
        containsString("mag (double or null) is renamed to magnitude (double or null)"));
  }

  @Test
  void aColumnThatWasOnceDroppedComesBackAsWhatItWas() {
    List<Schema> earlier = List.of(record(field("id", STRING)), record(field("felt", STRING)));

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SchemaRules.requireReadable(
                    "quakes", earlier, record(field("felt", nullable(INT)))));
    assertThat(e.getMessage(), containsString("felt was string and would be int or null"));
  }
}
