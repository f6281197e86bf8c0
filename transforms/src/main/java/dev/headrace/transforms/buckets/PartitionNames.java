package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of partitions, each made once however many records have it. */
final class PartitionNames {
  private static final int PLACES = 1 << 10;

  private final byte[][] names = new byte[PLACES][];
  private final @Nullable String[] texts = new String[PLACES];

  /** Of two names with one place, the one asked for last has it. */
  String of(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    byte[] name = names[place];
    String text = texts[place];
    if (text == null || !Arrays.equals(name, 0, name.length, bytes, from, to)) {
      names[place] = Arrays.copyOfRange(bytes, from, to);
      text = new String(names[place], UTF_8);
      texts[place] = text;
    }
    return text;
  }
}
