package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.mask.Mask;
import dev.headrace.transforms.mask.Masking;
import dev.headrace.transforms.shape.Derive;
import dev.headrace.transforms.shape.Reshape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is sent becomes records or rejections, each once, and nothing else happens. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HostileInputTest {
  private static final String MICROS = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
  private static final Contract CONTRACT =
      Contract.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type":"record","name":"Thing","fields":[
                    {"name":"id","type":"string"},
                    {"name":"n","type":["null","int"]},
                    {"name":"l","type":["null","long"],"path":"/n"},
                    {"name":"d","type":["null","double"],"path":"/n","min":-1},
                    {"name":"f","type":["null","float"]},
                    {"name":"at","type":["null",%s]},
                    {"name":"ms","type":["null",%s],"from":"epoch-millis","path":"/n"},
                    {"name":"tags","type":["null",{"type":"array","items":"string"}]},
                    {"name":"first","type":["null","string"],"path":"/tags/0"},
                    {"name":"share","type":["null","long"],"derive":"100 / n"},
                    {"name":"short","type":"string","derive":"id.substring(0, 1)"}]}
                  """
                      .formatted(MICROS, MICROS)));
  private static final List<Conform> CONFORMS =
      List.of(
          Conform.to(CONTRACT),
          Conform.to(CONTRACT.withMode(Contract.Mode.DISCARD_VALUE)),
          Conform.to(CONTRACT.withMode(Contract.Mode.FREEZE)));
  private static final Reshape RESHAPE =
      Reshape.records().lift("/o").rename("/x", "y").flatten("_");
  private static final List<StepChain> CHAINS =
      List.of(
          chain(CONTRACT.withMode(Contract.Mode.DISCARD_VALUE)),
          chain(CONTRACT.withMode(Contract.Mode.DISCARD_ROW)));
  private static final InferFields.MergeFn INFER = new InferFields.MergeFn(CONTRACT);
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String RECORD =
      "{\"id\":\"é\\u00e9\",\"n\":-12.0e1,\"f\":1.5,\"at\":\"2018-02-07T01:26:13Z\",\"tags\":[\"a\",\"b\"],\"o\":{\"x\":[true,null]}}";
  private static final String JSON = "{\"f\":[" + RECORD + ",\n " + RECORD + "],\"g\":0}";
  private static final String NDJSON = RECORD + "\n" + RECORD + "\r\n" + RECORD;
  private static final String CSV = "id,n,at\n1,2,\n\"é\"\"\n,\",3,\"\"\r\n4,,x\n";
  private static final String XML =
      "<?xml version=\"1.0\"?><feed><entry a='é'><id>1</id><tags>a</tags><tags>b</tags></entry>"
          + "<!-- c --><entry><id><![CDATA[2]]></id>&amp;</entry></feed>";

  private int conformed;
  private int refused;
  private int wentThrough;
  private int stopped;

  private static StepChain chain(Contract contract) {
    return StepChain.of(
        List.of(
            RESHAPE,
            Conform.to(contract),
            Derive.of(contract),
            Mask.fields(
                Masking.redact("id", "***"),
                Masking.redactToNull("n"),
                Masking.truncate("first", 1),
                Masking.toMonth("at"),
                Masking.toYear("ms"))));
  }

  private void survives(RecordFormat format, String good, int times) throws Exception {
    Mutations mutations = new Mutations(good.hashCode());
    for (int i = 0; i < times; i++) {
      byte[] body = mutations.of(good.getBytes(UTF_8));
      try {
        survives(format, body);
      } catch (Exception | Error e) {
        throw new AssertionError("mutation " + i + ": " + beginning(body), e);
      }
    }
    assertThat("some pass", conformed, greaterThan(times / 20));
    assertThat("some do not", refused, greaterThan(times / 20));
    assertThat("some pass all steps", wentThrough, greaterThan(times / 40));
    assertThat("some are stopped", stopped, greaterThan(times / 40));
  }

  private static String beginning(byte[] body) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(body, Math.min(body.length, 2_000)));
  }

  private void survives(RecordFormat format, byte[] body) throws IOException {
    Selected selected = Selected.of(format, body);
    int found = selected.records().size() + selected.rejections().size();
    assertThat(selected.tally(), is((long) found));
    long bytes = 0;
    for (SourceRecord record : selected.records()) {
      bytes += record.payload().length;
      CONFORMS.forEach(conform -> survives(conform, record));
      CHAINS.forEach(chain -> leavesOnce(chain, record));
    }
    survivesInference(selected.records());
    for (Rejection rejection : selected.rejections()) {
      bytes += rejection.payload().length;
    }
    refused += selected.rejections().size();
    assertThat("no byte comes twice", bytes, lessThan(body.length + 1L));
  }

  private void survives(Conform conform, SourceRecord record) {
    try {
      conform.apply(record, account -> {});
      conformed++;
    } catch (BadRecordException e) {
      refused++;
      assertThat(e.detail().length(), lessThan(2_000_000));
    }
  }

  private void leavesOnce(StepChain chain, SourceRecord record) {
    List<RecordOutcome> left = new ArrayList<>();
    chain.into(left::add).accept(record);
    left.removeIf(Tally.class::isInstance);
    assertThat("comes out", left.size(), is(1));
    if (left.get(0) instanceof Rejection rejection) {
      stopped++;
      assertThat(rejection.payload(), is(record.payload()));
      assertThat(rejection.origin(), is(record.origin()));
    } else {
      wentThrough++;
      assertThat(((SourceRecord) left.get(0)).origin(), is(record.origin()));
    }
  }

  /** Whatever is found, as records come and as they are reshaped, a contract can be made of it. */
  private void survivesInference(List<SourceRecord> records) {
    NewFields asTheyCame = INFER.createAccumulator();
    NewFields reshaped = INFER.createAccumulator();
    Consumer<RecordOutcome> shaped =
        StepChain.of(List.of(RESHAPE)).into(outcome -> INFER.addInput(reshaped, outcome));
    for (SourceRecord record : records) {
      INFER.addInput(asTheyCame, record);
      shaped.accept(record);
    }
    assertThat(Contract.of(asTheyCame.addTo(CONTRACT.schema())).derived(), is(CONTRACT.derived()));
    assertThat(Contract.of(reshaped.addTo(CONTRACT.schema())).derived(), is(CONTRACT.derived()));
  }

  @Test
  void tenThousandHostileBodiesOfJsonDoNoHarm() throws Exception {
    survives(RecordFormat.json("/f"), JSON, 4_000);
    survives(RecordFormat.json("/*"), JSON, 500);
    survives(RecordFormat.jsonObject("/f/*"), JSON, 500);
    survives(RecordFormat.ndjson(), NDJSON, 5_000);
  }

  @Test
  void twoThousandHostileBodiesOfCsvDoNoHarm() throws Exception {
    survives(RecordFormat.csv(), CSV, 2_000);
  }

  @Test
  void twoThousandHostileBodiesOfXmlDoNoHarm() throws Exception {
    survives(RecordFormat.xml("/feed/entry"), XML, 2_000);
  }

  @Test
  void whatIsTakenOfHostileBodiesIsWhatJacksonTakesForJson() throws Exception {
    Mutations mutations = new Mutations(3);
    int whole = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] body = mutations.of(("{\"f\":[" + RECORD + "]}").getBytes(UTF_8));
      if (!isUtf8(body) || !new String(body, UTF_8).startsWith("{")) {
        continue;
      }
      Selected selected = Selected.of(RecordFormat.jsonObject(""), body);
      whole += selected.records().size();
      assertThat(
          "mutation " + i + ": " + beginning(body),
          selected.records().size(),
          is(isJsonToJackson(body) ? 1 : 0));
    }
    assertThat(whole, greaterThan(100));
  }

  private static boolean isUtf8(byte[] body) {
    return Arrays.equals(new String(body, UTF_8).getBytes(UTF_8), body);
  }

  private static boolean isJsonToJackson(byte[] body) {
    try (JsonParser json = JACKSON.createParser(body)) {
      int documents = 0;
      while (json.nextToken() != null) {
        if (json.currentToken().isScalarValue()) {
          json.getText();
        }
        documents += json.getParsingContext().inRoot() ? 1 : 0;
      }
      return documents == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
