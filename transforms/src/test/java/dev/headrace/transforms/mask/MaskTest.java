package dev.headrace.transforms.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.Lists;
import dev.headrace.transforms.buckets.Bucket;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.mask.Masking.Encoding;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.StepChain;
import dev.headrace.transforms.secrets.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Person", "fields": [
                {"name": "id", "type": "string"},
                {"name": "email", "type": ["null", "string"]},
                {"name": "age", "type": ["null", "int"]},
                {"name": "born", "type": ["null", {"type": "int", "logicalType": "date"}]},
                {"name": "micros", "type": ["null",
                  {"type": "long", "logicalType": "timestamp-micros"}]},
                {"name": "millis", "type": ["null",
                  {"type": "long", "logicalType": "timestamp-millis"}]}
              ]}
              """);

  // Test case 2 of https://www.rfc-editor.org/rfc/rfc4231#section-4.3
  private static final String SALT = "Jefe";
  private static final String TEXT = "what do ya want for nothing?";
  private static final String HMAC =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

  @TempDir private Path folder;
  private Secret salt = Secret.of("env:NOT_SET_YET");

  @BeforeEach
  void writeSalt() throws IOException {
    salt = Secret.of("file:" + Files.writeString(folder.resolve("salt"), SALT + "\n"));
  }

  private static SourceRecord person(String id) {
    GenericRecord values = new GenericData.Record(SCHEMA);
    values.put("id", new Utf8(id));
    return SourceRecord.of(("payload of " + id).getBytes(UTF_8), Origin.of("raw/part", 0, 0))
        .withValues(values);
  }

  private static SourceRecord person(String field, Object value) {
    SourceRecord person = person("a");
    person.conformed().put(field, value);
    return person;
  }

  private static SourceRecord mask(Masking masking, SourceRecord record) throws BadRecordException {
    Mask mask = SerializableUtils.clone(Mask.fields(masking));
    assertThat(mask.schemaAfter(SCHEMA), is(SCHEMA));
    return mask.apply(record, account -> {});
  }

  private static @Nullable Object masked(Masking masking, String field, Object value)
      throws BadRecordException {
    return mask(masking, person(field, value)).conformed().get(field);
  }

  @Test
  void aHashIsTheHmacOfTheTextByTheSalt() throws Exception {
    Utf8 text = new Utf8(TEXT);

    assertThat(masked(Masking.hash("email", salt), "email", text), is(new Utf8(HMAC)));
    assertThat(
        masked(Masking.hash("email", salt, Encoding.BASE64URL), "email", text),
        is(new Utf8("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM")));
  }

  @Test
  void itTellsWhereItsSaltsAre() {
    Mask mask = Mask.fields(Masking.hash("email", salt), Masking.redactToNull("id"));

    assertThat(mask.secrets(), is(List.of(salt)));
  }

  @Test
  void ofATextThatIsAPartOfALargerBufferOnlyThePartIsHashed() throws Exception {
    Utf8 reused = new Utf8(TEXT + " and more");
    reused.setByteLength(TEXT.length());

    assertThat(masked(Masking.hash("email", salt), "email", reused), is(new Utf8(HMAC)));
  }

  static final List<Arguments> MASKED =
      List.of(
          arguments(Masking.redact("email", "***"), "email", "a@b.c", "***"),
          arguments(Masking.redact("email", ""), "email", "a@b.c", ""),
          arguments(Masking.truncate("email", 3), "email", "a🌊bcd", "a🌊b"),
          arguments(Masking.truncate("email", 3), "email", "abc", "abc"),
          arguments(Masking.truncate("email", 0), "email", "abc", ""));

  @ParameterizedTest
  @FieldSource("MASKED")
  void textsAreReplacedOrCutShort(Masking masking, String field, String value, String expected)
      throws Exception {
    assertThat(masked(masking, field, new Utf8(value)), is(new Utf8(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23, 2026-11-01, 2026-01-01",
    "1969-12-31, 1969-12-01, 1969-01-01",
    "2024-02-29, 2024-02-01, 2024-01-01",
    "2026-01-01, 2026-01-01, 2026-01-01"
  })
  void timesAreSetBackToTheBeginningOfTheirMonthOrYear(
      LocalDate day, LocalDate month, LocalDate year) throws Exception {
    long micros = 86_400_000_000L;
    long millis = 86_400_000L;
    long late = 86_399_999L;
    Object born = (int) day.toEpochDay();
    assertThat(masked(Masking.toMonth("born"), "born", born), is((int) month.toEpochDay()));
    assertThat(masked(Masking.toYear("born"), "born", born), is((int) year.toEpochDay()));
    assertThat(
        masked(Masking.toMonth("micros"), "micros", day.toEpochDay() * micros + late),
        is(month.toEpochDay() * micros));
    assertThat(
        masked(Masking.toYear("millis"), "millis", day.toEpochDay() * millis + late),
        is(year.toEpochDay() * millis));
  }

  @Test
  void aTimeWithoutABeginningOfItsYearIsABadRecord() {
    assertThrows(
        BadRecordException.class, () -> masked(Masking.toYear("born"), "born", Integer.MIN_VALUE));
    assertThrows(
        BadRecordException.class, () -> masked(Masking.toYear("micros"), "micros", Long.MIN_VALUE));
  }

  @Test
  void aValueIsLeftOutAndNoneStaysNone() throws Exception {
    assertThat(masked(Masking.redactToNull("age"), "age", 7), is(nullValue()));
    assertThat(
        mask(Masking.hash("email", salt), person("a")).conformed().get("email"), is(nullValue()));
  }

  @Test
  void theRecordThatCameAndItsPayloadStayAsTheyAre() throws Exception {
    SourceRecord before = person("secret id");

    SourceRecord after = mask(Masking.redact("id", "x"), before);

    assertThat(before.conformed().get("id"), is(new Utf8("secret id")));
    assertThat(after.conformed().get("id"), is(new Utf8("x")));
    assertThat(after.payload(), is(before.payload()));
    assertThat(after.origin(), is(before.origin()));
  }

  @Test
  void maskingsAreDoneInTheirOrder() throws Exception {
    Mask mask = Mask.fields(Masking.hash("email", salt), Masking.truncate("email", 8));

    SourceRecord masked = mask.apply(person("email", new Utf8(TEXT)), account -> {});

    assertThat(masked.conformed().get("email"), is(new Utf8(HMAC.substring(0, 8))));
  }

  @Test
  void theSaltIsInNoFormThatLeavesTheWorker() throws Exception {
    String secret = "pepper-4711";
    Files.writeString(folder.resolve("salt"), secret);
    Mask mask = Mask.fields(Masking.hash("id", salt));
    mask.apply(person("a"), account -> {});

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(mask);
    }
    String serialized = bytes.toString(ISO_8859_1);

    assertThat(serialized, containsString(salt.reference()));
    assertThat(serialized, not(containsString(secret)));
    assertThat(mask.toString(), is("Mask[hash(id, " + salt.reference() + ", HEX)]"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRecordLeavesExactlyOnceAndWhatIsNotMaskedAsItCame(long seed) {
    Random random = new Random(seed);
    StepChain chain =
        StepChain.of(
            List.of(
                Mask.fields(
                    Masking.hash("email", salt),
                    Masking.redactToNull("age"),
                    Masking.toMonth("born"),
                    Masking.toYear("micros"))));
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      SourceRecord before = randomPerson(random, i);
      List<RecordOutcome> left = new ArrayList<>();

      chain.into(left::add).accept(before);

      assertThat("record " + i, left, hasSize(1));
      if (left.get(0) instanceof Rejection rejection) {
        refused++;
        assertThat(rejection.payload(), is(before.payload()));
        assertThat(rejection.origin(), is(before.origin()));
      } else {
        requireMasked(before, (SourceRecord) left.get(0));
      }
    }
    assertThat("refused", refused, allOf(greaterThan(50), lessThan(950)));
  }

  private static SourceRecord randomPerson(Random random, int place) {
    GenericRecord values = new GenericData.Record(SCHEMA);
    values.put("id", new Utf8("id " + random.nextInt(10)));
    values.put("email", sometimes(random, new Utf8("é".repeat(random.nextInt(100)))));
    values.put("age", sometimes(random, random.nextInt()));
    values.put(
        "born", sometimes(random, random.nextInt(10) == 0 ? Integer.MIN_VALUE : random.nextInt()));
    values.put(
        "micros", sometimes(random, random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextLong()));
    values.put("millis", sometimes(random, random.nextLong()));
    return SourceRecord.of(("payload " + place).getBytes(UTF_8), Origin.of("raw/part", 0, place))
        .withValues(values);
  }

  private static @Nullable Object sometimes(Random random, Object value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  private static void requireMasked(SourceRecord before, SourceRecord after) {
    assertThat(after.payload(), is(before.payload()));
    assertThat(after.origin(), is(before.origin()));
    GenericRecord came = before.conformed();
    GenericRecord left = after.conformed();
    for (String field : List.of("id", "millis")) {
      assertThat(field, left.get(field), is(came.get(field)));
    }
    for (String field : List.of("email", "born", "micros")) {
      assertThat(field, left.get(field) == null, is(came.get(field) == null));
    }
    assertThat(left.get("age"), is(nullValue()));
    if (came.get("email") != null) {
      assertThat(left.get("email").toString().length(), is(64));
    }
  }

  @Test
  void aSaltThatIsNotThereFailsTheBundleAndNotTheRecord() {
    Secret none = Secret.of("file:" + folder.resolve("none"));

    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> mask(Masking.hash("id", none), person("secret id")));

    assertThat(e.getMessage(), not(containsString("secret id")));
  }

  static final List<Arguments> WRONG_FIELDS =
      List.of(
          arguments(Masking.redact("none", "x"), "redact(none, x) asks for the field none, and"),
          arguments(Masking.redact("age", "x"), "redact(age, x) needs a text, but age is"),
          arguments(Masking.redactToNull("id"), "needs a field that can be null, but id is"),
          arguments(Masking.hash("age", Secret.of("env:S")), "hash(age, env:S, HEX) needs a text"),
          arguments(Masking.truncate("born", 3), "truncate(born, 3) needs a text, but born is"),
          arguments(Masking.toMonth("age"), "toMonth(age) needs a date or timestamp, but age is"),
          arguments(Masking.toYear("id"), "toYear(id) needs a date or timestamp, but id is"));

  @ParameterizedTest
  @FieldSource("WRONG_FIELDS")
  void aMaskingThatDoesNotGoWithTheFieldIsRefusedAtOnce(Masking masking, String message) {
    Mask mask = Mask.fields(masking);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> mask.schemaAfter(SCHEMA));

    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void nothingToMaskAndRecordsThatAreNotConformedAreRefused() {
    Mask mask = Mask.fields(Masking.redact("id", "x"));

    assertThrows(IllegalArgumentException.class, Mask::fields);
    assertThrows(IllegalArgumentException.class, () -> Masking.truncate("id", -1));
    assertThrows(IllegalArgumentException.class, () -> mask.schemaAfter(null));
  }

  @Test
  void aHashedKeyIsStillAKey() {
    List<RecordOutcome> people = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      people.add(person("id" + i % 100));
    }
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(people).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(RecordSteps.of(Mask.fields(Masking.hash("id", salt))))
                .apply(KeepLatest.by("id").withBuckets(3)))
        .satisfies(
            buckets -> {
              TreeSet<String> ids = new TreeSet<>();
              for (Bucket bucket : Lists.newArrayList(buckets)) {
                bucket.records().forEach(r -> ids.add(r.read(SCHEMA).get("id").toString()));
              }
              assertThat(ids, hasSize(100));
              ids.forEach(id -> assertThat(id.length(), is(64)));
              return null;
            });
    pipeline.run();
  }
}
