package dev.headrace.io.lake.read;

import static dev.headrace.io.lake.WrittenDataset.row;
import static dev.headrace.io.lake.read.Schemas.parse;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.WrittenDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetManifestsTest {
  private static final String MONDAY = "2026-11-02T00:00:00Z";
  private static final String TUESDAY = "2026-11-03T00:00:00Z";
  private static final String ID = "{\"name\": \"id\", \"type\": \"string\"}";

  @TempDir private Path folder;

  private WrittenDataset dataset() {
    return new WrittenDataset(folder);
  }

  /** A column that a run has found, and no contract names. */
  private static String found(String name, String type) {
    return """
        , {"name": "%s", "type": ["null", "%s"], "default": null, "x-inferred": true}
        """
        .formatted(name, type);
  }

  private static GenericRecord withId(Schema schema) {
    return row(schema, "id", "a");
  }

  private static List<String> columns(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }

  @Test
  void ofTwoRunsThatFoundAColumnInTypesThatDoNotGoTogetherTheFirstCommits() throws IOException {
    dataset().write("b", MONDAY, withId(parse(ID + found("x", "string"))));
    GenericRecord late = withId(parse(ID + found("x", "long")));

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> dataset().write("a", TUESDAY, late));

    assertThat(
        e.getMessage(),
        allOf(
            containsString("x was string or null and would be long or null"),
            containsString("That schema is of the run \"a\"; where others have committed")));
    assertThat(dataset().manifests().runs().size(), is(1));
  }

  @Test
  void aRunThatDoesNotKnowWhatAnotherHasFoundCommitsAndNoColumnIsForgotten() throws IOException {
    dataset().write("a", MONDAY, withId(parse(ID + found("x", "long"))));
    dataset().write("b", TUESDAY, withId(parse(ID + found("y", "string"))));

    Schema all = dataset().manifests().withFound(parse(ID));

    assertThat(columns(all), is(List.of("id", "y", "x")));
    dataset().manifests().requireEvolution(all);
  }

  @Test
  void aColumnThatAContractDroppedIsStillOneOfAllInItsWidestTypeAndCanBeNull() throws IOException {
    String number = ", {\"name\": \"n\", \"type\": \"%s\", \"doc\": \"How many\"}";
    dataset().write("a", MONDAY, row(parse(ID + number.formatted("int")), "id", "a", "n", 1));
    dataset().write("b", TUESDAY, row(parse(ID + number.formatted("long")), "id", "b", "n", 2L));

    Schema all = dataset().manifests().withAllColumns(parse(ID));

    assertThat(
        all,
        is(
            parse(
                ID
                    + ", {\"name\": \"n\", \"type\": [\"null\", \"long\"],"
                    + " \"doc\": \"How many\"}")));
  }

  @Test
  void aColumnThatCameBackInAnotherCaseIsNoOther() throws IOException {
    dataset()
        .write(
            "a", MONDAY, withId(parse(ID + ", {\"name\": \"N\", \"type\": [\"null\", \"int\"]}")));
    Schema again = parse(ID + ", {\"name\": \"n\", \"type\": [\"null\", \"int\"]}");

    assertThat(dataset().manifests().withAllColumns(again), is(again));
  }

  @Test
  void aRunWithoutAColumnOfALaterContractDoesNotCommit() {
    dataset()
        .write(
            "b", TUESDAY, withId(parse(ID + ", {\"name\": \"z\", \"type\": [\"null\", \"int\"]}")));

    PipelineExecutionException e =
        assertThrows(
            PipelineExecutionException.class,
            () -> dataset().write("a", MONDAY, withId(parse(ID))));

    assertThat(e.getMessage(), containsString("z (int or null) is missing"));
  }

  @Test
  void aRunThatHasCommittedIsNotAskedAgainWhenLaterOnesHaveGoneOn() throws IOException {
    GenericRecord old = withId(parse(ID + ", {\"name\": \"n\", \"type\": [\"null\", \"int\"]}"));
    dataset().write("a", MONDAY, old);
    dataset()
        .write(
            "b",
            TUESDAY,
            withId(parse(ID + ", {\"name\": \"n\", \"type\": [\"null\", \"long\"]}")));

    dataset().write("a", MONDAY, old);

    assertThat(dataset().manifests().runs().size(), is(2));
  }
}
