package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** For bodies made at random: what goes in comes out, each record once, in order, byte for byte. */
class FormatsPropertyTest {
  private static final int BODIES = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] PIECES = {
    "a", "é", "€", "𝄞", " ", ",", "\"", "\\", "\n", "\r\n", "{", "]", "<", "&", ">", "'", "#",
    "1.5", "",
  };

  private final Random random = new Random(42);

  private String text() {
    return random
        .ints(random.nextInt(12), 0, PIECES.length)
        .mapToObj(i -> PIECES[i])
        .collect(Collectors.joining());
  }

  private List<String> records(Function<String, String> made) {
    int count = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 12);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(made.apply(text()));
    }
    return records;
  }

  private static void comeOut(List<String> in, RecordFormat format, String body) throws Exception {
    Selected selected = Selected.of(format, body);
    assertThat(selected.rejections(), is(empty()));
    assertThat(selected.payloads(), is(in));
    assertThat(selected.tally(), is((long) in.size()));
  }

  private String value(String text, int depth) {
    try {
      return switch (random.nextInt(depth > 3 ? 3 : 5)) {
        case 0 -> JSON.writeValueAsString(text);
        case 1 -> Double.toString(random.nextGaussian() * 1e9);
        case 2 -> random.nextBoolean() ? "null" : "{ }";
        case 3 -> "[" + value(text, depth + 1) + " ,\t" + value(text(), depth + 1) + "]";
        default -> "{" + JSON.writeValueAsString(text) + " : " + value(text(), depth + 1) + "\n}";
      };
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void elementsOfAnArrayOfJson() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      List<String> records = records(text -> value(text, 0));
      comeOut(records, RecordFormat.json("/f"), "{\"f\":[" + String.join(" ,", records) + "] }");
    }
  }

  @Test
  void elementsOfEveryArrayAndObjectsOfJson() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      List<String> records = records(text -> "{\"a\":" + value(text, 1) + "}");
      String pages =
          records.stream()
              .map(record -> "{\"n\":[1],\"items\":[" + record + "]}")
              .collect(Collectors.joining(","));
      comeOut(records, RecordFormat.json("/*/items"), "[" + pages + "]");
      comeOut(records, RecordFormat.jsonObject("/*/items/0"), "[" + pages + "]");
    }
  }

  @Test
  void linesOfJson() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      List<String> records = records(text -> value(text, 0).replaceAll("[\r\n]", " "));
      comeOut(records, RecordFormat.ndjson(), String.join("\r\n", records));
    }
  }

  private String field(String text) {
    boolean plain = !text.isEmpty() && text.matches("[^,\"\r\n]*") && random.nextBoolean();
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  @Test
  void rowsOfCsv() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      List<String> texts = new ArrayList<>();
      List<String> records =
          records(
              text -> {
                texts.add(text);
                return field(text) + "," + field("x");
              });
      String body = "a,b\n" + String.join(random.nextBoolean() ? "\n" : "\r\n", records);
      comeOut(records, RecordFormat.csv(), body);
      List<JsonNode> documents =
          Selected.of(RecordFormat.csv(), body).records().stream()
              .map(SourceRecord::document)
              .toList();
      assertThat(documents.stream().map(d -> d.get("a").textValue()).toList(), is(texts));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Test
  void elementsOfXml() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      List<String> texts = new ArrayList<>();
      List<String> records =
          records(
              text -> {
                texts.add(text.replace("\r\n", "\n"));
                return "<e a=\"" + escaped(text()) + "\"><v>" + escaped(text) + "</v><n/></e>";
              });
      String body = "<f> " + String.join(random.nextBoolean() ? "\r\n" : "é", records) + "</f>";
      comeOut(records, RecordFormat.xml("/f/e"), body);
      List<JsonNode> documents =
          Selected.of(RecordFormat.xml("/f/e"), body).records().stream()
              .map(SourceRecord::document)
              .toList();
      assertThat(documents.stream().map(d -> d.get("v").textValue()).toList(), is(texts));
    }
  }

  @Test
  void documentsTravelBetweenWorkersAsTheyAre() throws Exception {
    SourceRecord record =
        Selected.of(RecordFormat.csv(), "a,b\n\"é\",".getBytes(UTF_8)).records().get(0);
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    RecordOutcomeCoder.raw().encode(record, bytes);
    assertThat(
        List.of(
            RecordOutcomeCoder.raw().decode(new java.io.ByteArrayInputStream(bytes.toByteArray()))),
        contains(record));
  }
}
