package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableMap;
import dev.headrace.transforms.coders.ValueCoder;

/** A partition of a dataset: its value, where its files lie, and what is known of them. */
@AutoValue
public abstract class GluePartition {

  /** How it travels between workers. */
  public static final ValueCoder<GluePartition> CODER =
      ValueCoder.of(
          GluePartition.class,
          (partition, out) -> {
            out.text(partition.value());
            out.text(partition.location());
            out.texts(partition.parameters());
          },
          in -> new AutoValue_GluePartition(in.text(), in.text(), ImmutableMap.copyOf(in.texts())));

  static final String FILES = "headrace.files";
  static final String RECORDS = "headrace.records";
  static final String BYTES = "headrace.bytes";

  /** The value itself: a date as ISO 8601, a text without the encoding it has in a path. */
  public abstract String value();

  /** Where its files lie, such as {@code s3://bucket/dataset/day=2024-02-29/}. */
  public abstract String location();

  /** What is told of the files, by the names the catalog has for it. */
  abstract ImmutableMap<String, String> parameters();

  /** Describes a partition; its value is held against the table's type when it is published. */
  public static GluePartition of(String value, String location) {
    return new AutoValue_GluePartition(
        value,
        GlueTable.requireLocation("The location of the partition " + value, location),
        ImmutableMap.of());
  }

  /**
   * Tells what the partition holds in total, by every run: it becomes its parameters {@code
   * headrace.files}, {@code headrace.records} and {@code headrace.bytes}. What is not told is not
   * in the catalog either, so that no old number stays there.
   */
  public GluePartition withContents(long files, long records, long bytes) {
    checkArgument(
        files >= 0 && records >= 0 && bytes >= 0,
        "The contents of the partition %s must not be negative, but are %s files, %s records,"
            + " %s bytes",
        value(),
        files,
        records,
        bytes);
    return new AutoValue_GluePartition(
        value(),
        location(),
        ImmutableMap.of(
            FILES, String.valueOf(files),
            RECORDS, String.valueOf(records),
            BYTES, String.valueOf(bytes)));
  }
}
