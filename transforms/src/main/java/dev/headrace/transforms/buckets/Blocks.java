package dev.headrace.transforms.buckets;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins what goes to one bucket into blocks, since a shuffle takes its time for every element,
 * however small. In a block, everything has its length in front, in four bytes.
 */
final class Blocks {
  private static final int MAX_BLOCK_BYTES = 64 << 10;
  private static final int MIN_BLOCK_BYTES = 1 << 10;
  private static final int BYTES_OF_ALL = 32 << 20;

  private final @Nullable GrowingBytes[] blocks;
  private final int blockBytes;

  Blocks(int buckets) {
    blocks = new GrowingBytes[buckets];
    blockBytes = Math.max(MIN_BLOCK_BYTES, Math.min(MAX_BLOCK_BYTES, BYTES_OF_ALL / buckets));
  }

  /** Adds to a bucket, and puts out its block if that is full. */
  void add(int bucket, OrderedBytes packed, BiConsumer<Integer, byte[]> out) {
    GrowingBytes block = blocks[bucket];
    if (block == null) {
      block = new GrowingBytes();
      blocks[bucket] = block;
    }
    block.putInt(packed.size());
    block.write(packed.buffer(), 0, packed.size());
    if (block.size() >= blockBytes) {
      putOut(bucket, block, out);
    }
  }

  /** Puts out what is left. */
  void flush(BiConsumer<Integer, byte[]> out) {
    for (int bucket = 0; bucket < blocks.length; bucket++) {
      GrowingBytes block = blocks[bucket];
      if (block != null && block.size() > 0) {
        putOut(bucket, block, out);
      }
    }
  }

  /** A record of many megabytes must not leave as much memory behind in every bucket. */
  private void putOut(int bucket, GrowingBytes block, BiConsumer<Integer, byte[]> out) {
    out.accept(bucket, block.toByteArray());
    block.reset();
    if (block.capacity() > 2 * blockBytes) {
      blocks[bucket] = null;
    }
  }

  /** The memory that is held for what comes. */
  long heldBytes() {
    return Arrays.stream(blocks).filter(Objects::nonNull).mapToLong(GrowingBytes::capacity).sum();
  }

  /** Takes what lies between two places of an array. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] bytes, int from, int to) throws IOException;
  }

  /** Reads what was joined into a block. */
  static void read(byte[] block, Reader reader) throws IOException {
    for (int at = 0; at < block.length; ) {
      int from = at + Integer.BYTES;
      at = from + PackedRecord.number(block, at);
      reader.read(block, from, at);
    }
  }
}
