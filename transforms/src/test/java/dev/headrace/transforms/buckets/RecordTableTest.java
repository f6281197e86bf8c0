package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTableTest {
  private static PackedRecord record(int hash, String key, int version) {
    byte[] bytes =
        ByteBuffer.allocate(PackedRecord.HEADER_BYTES + key.length() + Integer.BYTES)
            .put((byte) Packing.RECORD)
            .putInt(hash)
            .putInt(key.length())
            .putInt(Integer.BYTES)
            .putInt(0)
            .putInt(0)
            .put(key.getBytes(US_ASCII))
            .putInt(version)
            .array();
    return new PackedRecord(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0xFF, -1})
  void theLatestOfEveryKeyStaysHoweverMuchTheHashesAreAlike(int bitsOfHash) {
    Random random = new Random(bitsOfHash);
    RecordTable table = new RecordTable();
    Map<PackedRecord, PackedRecord> expected = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      String key = Integer.toString(random.nextInt(3_000));
      PackedRecord record =
          record(key.hashCode() * 0x9E37_79B9 & bitsOfHash, key, random.nextInt(1_000_000));

      boolean isNew = !expected.containsKey(record);
      expected.merge(record, record, (a, b) -> b.isLaterThan(a) ? b : a);

      assertThat(table.add(record), is(isNew));
    }

    List<byte[]> kept = table.records().stream().map(PackedRecord::packed).toList();
    assertThat(kept.size(), is(expected.size()));
    assertThat(
        asSet(kept), is(asSet(expected.values().stream().map(PackedRecord::packed).toList())));
  }

  private static Set<ByteBuffer> asSet(List<byte[]> records) {
    return new HashSet<>(records.stream().map(ByteBuffer::wrap).toList());
  }

  @Test
  void recordsComeInTheOrderTheirKeysCameIn() {
    RecordTable table = new RecordTable();
    List<PackedRecord> records = new ArrayList<>();
    for (String key : List.of("b", "a", "c")) {
      records.add(record(7, key, 1));
      table.add(records.get(records.size() - 1));
    }
    PackedRecord later = record(7, "a", 2);
    table.add(later);
    table.add(record(7, "b", 0));

    assertThat(table.records(), contains(records.get(0), later, records.get(2)));
    assertThat(table.records().get(1), is(sameInstance(later)));
  }

  @Test
  void anEmptyOneHasNoRecords() {
    assertThat(new RecordTable().records(), is(empty()));
  }
}
