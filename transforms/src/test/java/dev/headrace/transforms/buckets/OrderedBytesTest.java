package dev.headrace.transforms.buckets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderedBytesTest {
  private static final Random RANDOM = new Random(11);

  private static byte[] bytes(Schema type, @Nullable Object... values) {
    OrderedBytes out = new OrderedBytes();
    for (@Nullable Object value : values) {
      out.put(type, value);
    }
    return out.toByteArray();
  }

  private static <T extends Comparable<T>> void check(
      Schema type, List<T> values, Function<T, Object> stored) {
    for (T a : values) {
      for (T b : values) {
        int order =
            Arrays.compareUnsigned(bytes(type, stored.apply(a)), bytes(type, stored.apply(b)));
        assertThat(a + " and " + b, Integer.signum(order), is(Integer.signum(a.compareTo(b))));
      }
    }
  }

  @Test
  void numbersKeepTheirOrder() {
    Schema integer = Schema.create(Schema.Type.INT);
    check(integer, List.of(Integer.MIN_VALUE, -1, 0, 1, 255, 256, Integer.MAX_VALUE), v -> v);
    Schema number = Schema.create(Schema.Type.LONG);
    check(number, RANDOM.longs(50).boxed().toList(), v -> v);
    Schema real = Schema.create(Schema.Type.DOUBLE);
    check(real, List.of(-Double.MAX_VALUE, -1.5, -0.0, 0.0, 1e-300, 2.5, 1e300), v -> v);
    Schema small = Schema.create(Schema.Type.FLOAT);
    check(small, List.of(-3f, -0.5f, 0f, 0.25f, Float.MAX_VALUE), v -> v);
  }

  @Test
  void decimalsKeepTheirOrder() {
    Schema type = LogicalTypes.decimal(38, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    check(
        type,
        List.of(
                "-99999999999999999999999999999999999.99",
                "-129.00",
                "-1.28",
                "0.00",
                "0.01",
                "1.28",
                "327.68",
                "9e33")
            .stream()
            .map(BigDecimal::new)
            .toList(),
        v -> ByteBuffer.wrap(v.setScale(2).unscaledValue().toByteArray()));
  }

  @Test
  void textsKeepTheOrderOfTheirBytesAndNullIsFirst() {
    Schema type = Schema.create(Schema.Type.STRING);
    check(
        type,
        List.of("", "\u0000", "\u0000a", "a", "a\u0000", "a\u0000\u0000", "ab", "b", "é", "日本"),
        Utf8::new);
    Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    assertThat(
        Arrays.compareUnsigned(bytes(nullable, new @Nullable Object[] {null}), bytes(nullable, ""))
            < 0,
        is(true));
  }

  @Test
  void twoTextsAreNeverTakenForOtherTwo() {
    Schema type = Schema.create(Schema.Type.STRING);
    List<String> parts = List.of("", "\u0000", "a", "a\u0000", "\u0000a", "aa");
    for (String a : parts) {
      for (String b : parts) {
        for (String c : parts) {
          for (String d : parts) {
            boolean same = Arrays.equals(bytes(type, a, b), bytes(type, c, d));
            assertThat(same, is(a.equals(c) && b.equals(d)));
          }
        }
      }
    }
  }
}
