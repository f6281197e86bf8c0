package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.fetch.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of 300 MB and 60 MB, by a JVM with 48 MB. */
class LargeBodiesTest {
  private static final String HEAP = "-Xmx48m";
  private static final int BLOCK_RECORDS = 1_000;

  @TempDir Path folder;

  /** A body that is made while it is read: a head, blocks that are all the same, and a tail. */
  private static final class Generated implements Body {
    private final byte[] head;
    private final byte[] block;
    private final int blocks;
    private final byte[] tail;

    Generated(String head, String record, long length, String tail) {
      this.head = head.getBytes(UTF_8);
      this.block = record.repeat(BLOCK_RECORDS).getBytes(UTF_8);
      this.blocks = (int) (length / block.length);
      this.tail = tail.getBytes(UTF_8);
    }

    long records() {
      return (long) blocks * BLOCK_RECORDS;
    }

    @Override
    public long length() {
      return head.length + (long) block.length * blocks + tail.length;
    }

    @Override
    public String sha256() {
      return "";
    }

    @Override
    public InputStream open() {
      List<InputStream> parts = new ArrayList<>();
      parts.add(new ByteArrayInputStream(head));
      for (int i = 0; i < blocks; i++) {
        parts.add(new ByteArrayInputStream(block));
      }
      parts.add(new ByteArrayInputStream(tail));
      return new SequenceInputStream(Collections.enumeration(parts));
    }
  }

  /** What the small JVM runs. */
  public static final class Main {
    private Main() {}

    /** Selects the records of large bodies and counts them. */
    public static void main(String[] args) throws IOException {
      count(
          RecordFormat.json("/pages/*/items"),
          new Generated(
              "{\"pages\":[{\"items\":[0",
              ",{\"id\":\"é\",\"note\":\"%s\"}".formatted("n".repeat(180)),
              300_000_000,
              "]}]}"),
          1);
      count(
          RecordFormat.csv(),
          new Generated("a,b,c\n", "1,\"é\n%s\",3\n".formatted("n".repeat(180)), 60_000_000, ""),
          0);
      count(
          RecordFormat.xml("/feed/entry"),
          new Generated(
              "<feed>",
              "<entry><id>é</id><t>%s</t></entry>".formatted("n".repeat(180)),
              60_000_000,
              "</feed>"),
          0);
    }

    private static void count(RecordFormat format, Generated body, int more) throws IOException {
      long[] seen = new long[3];
      long start = System.nanoTime();
      SelectRecords.select(
          format,
          body,
          Selected.ORIGIN,
          outcome -> {
            if (outcome instanceof Tally tally) {
              seen[0] = tally.amount();
            } else {
              seen[outcome instanceof SourceRecord ? 1 : 2]++;
            }
          });
      System.out.printf(
          "%s: %d records, %d rejections in %d ms%n",
          format, seen[1], seen[2], TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      long expected = body.records() + more;
      if (seen[0] != expected || seen[1] != expected || seen[2] != 0) {
        throw new IllegalStateException("not " + expected);
      }
    }
  }

  @Test
  void bodiesManyTimesLargerThanTheMemoryGiveAllTheirRecords() throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(15, TimeUnit.MINUTES);
      String said = Files.readString(output);
      assertThat(said, ended, is(true));
      assertThat(said, process.exitValue(), is(0));
    } finally {
      process.destroyForcibly();
    }
  }
}
