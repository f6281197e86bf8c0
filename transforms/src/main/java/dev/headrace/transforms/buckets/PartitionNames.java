package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The names of partitions, each held once however many records have it. */
final class PartitionNames {
  private final Map<ByteBuffer, String> names = new HashMap<>();
  private byte[] last = {};
  private String lastName = "";

  String of(byte[] bytes, int from, int to) {
    if (!Arrays.equals(last, 0, last.length, bytes, from, to)) {
      String name = names.get(ByteBuffer.wrap(bytes, from, to - from));
      last = Arrays.copyOfRange(bytes, from, to);
      lastName = name == null ? new String(last, UTF_8) : name;
      names.putIfAbsent(ByteBuffer.wrap(last), lastName);
    }
    return lastName;
  }
}
