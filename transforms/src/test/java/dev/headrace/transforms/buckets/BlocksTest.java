package dev.headrace.transforms.buckets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final int BUCKETS = 160;
  private static final long MOST_HELD = BUCKETS * 2L * (64 << 10);

  private static OrderedBytes packed(int size) {
    OrderedBytes packed = new OrderedBytes();
    packed.write(new byte[size]);
    return packed;
  }

  @Test
  void aLargeRecordInEveryBucketLeavesNoMemoryBehind() {
    Blocks blocks = new Blocks(BUCKETS);
    Map<Integer, Integer> out = new HashMap<>();
    OrderedBytes large = packed(8 << 20);

    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      blocks.add(bucket, large, (number, block) -> out.merge(number, block.length, Integer::sum));
    }

    assertThat(blocks.heldBytes(), is(0L));
    assertThat(out.size(), is(BUCKETS));
    out.values().forEach(bytes -> assertThat(bytes, is(Integer.BYTES + (8 << 20))));
  }

  @Test
  void whateverTheirSizesAllRecordsComeOutAndTheMemoryHeldIsBounded() {
    Random random = new Random(5);
    Blocks blocks = new Blocks(BUCKETS);
    long[] out = {0};
    long in = 0;
    for (int i = 0; i < 20_000; i++) {
      int size = 1 << random.nextInt(18);
      in += Integer.BYTES + size;
      blocks.add(random.nextInt(BUCKETS), packed(size), (number, block) -> out[0] += block.length);
      assertThat(blocks.heldBytes(), lessThanOrEqualTo(MOST_HELD));
    }

    blocks.flush((number, block) -> out[0] += block.length);

    assertThat(out[0], is(in));
  }
}
