package dev.headrace.io.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.hash.Hashing;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  private static final int MEMORY = Spool.MEMORY_BYTES;
  private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private static Spool spool(long maxBytes) {
    return new Spool(maxBytes, "too large");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Writes in pieces of all sizes and kinds. */
  private static Body spooled(byte[] bytes) throws IOException {
    Random random = new Random(bytes.length);
    try (Spool spool = spool(bytes.length)) {
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, random.nextInt(40_000));
        switch (random.nextInt(4)) {
          case 0 -> spool.write(bytes, at, count);
          case 1 -> spool.write(ByteBuffer.wrap(bytes, at, count));
          case 2 -> spool.write(ByteBuffer.allocateDirect(count).put(bytes, at, count).flip());
          default -> {
            count = 1;
            spool.write(bytes[at]);
          }
        }
        at += count;
      }
      return spool.finish();
    }
  }

  private static Set<Path> namedFiles() throws IOException {
    try (Stream<Path> files = Files.list(TEMP)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("headrace-body-"))
          .collect(Collectors.toSet());
    }
  }

  /** Files without a name that this virtual machine has open. */
  private static long unnamedFiles() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES), "Only Linux tells");
    try (Stream<Path> open = Files.list(OPEN_FILES)) {
      return open.filter(SpoolTest::isUnnamedBody).count();
    }
  }

  private static boolean isUnnamedBody(Path open) {
    try {
      String target = Files.readSymbolicLink(open).toString();
      return target.contains("headrace-body-") && target.endsWith("(deleted)");
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MEMORY - 1, MEMORY, MEMORY + 1, 2 * MEMORY, 3_000_017})
  void aBodyIsWhatHasComeIn(int length) throws IOException {
    byte[] bytes = bytes(length);
    try (Body body = spooled(bytes)) {
      assertThat(body.length(), is((long) length));
      assertThat(body.bytes(), is(bytes));
      assertThat(body.bytes(), is(bytes));
      assertThat(body.sha256(), is(Hashing.sha256().hashBytes(bytes).toString()));
    }
  }

  @Test
  void aBodyIsInMemoryWhileItIsSmall() throws IOException {
    try (Body small = spooled(bytes(MEMORY));
        Body large = spooled(bytes(MEMORY + 1))) {
      assertThat(small, is(instanceOf(SmallBody.class)));
      assertThat(large, is(not(instanceOf(SmallBody.class))));
    }
  }

  @Test
  void theSumOfNothingIsThatOfNothing() throws IOException {
    try (Body body = spool(0).finish()) {
      assertThat(
          body.sha256(), is("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 2_000_003})
  void aBodyIsReadByManyAtATime(int length) throws Exception {
    byte[] bytes = bytes(length);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Body body = spooled(bytes)) {
      Callable<byte[]> read = body::bytes;
      for (Future<byte[]> all : threads.invokeAll(List.of(read, read, read, read, read, read))) {
        assertThat(all.get(), is(bytes));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoReadersOfOneBodyDoNotDisturbEachOther() throws IOException {
    byte[] bytes = bytes(MEMORY + 100_000);
    try (Body body = spooled(bytes);
        InputStream one = body.open()) {
      byte[] half = one.readNBytes(MEMORY / 2);
      assertThat(body.bytes(), is(bytes));
      assertThat(half.length + one.readAllBytes().length, is(bytes.length));
    }
  }

  @Test
  void noFileOfABodyHasAName() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES), "Elsewhere it goes when it is closed");
    Set<Path> before = namedFiles();
    try (Spool spool = spool(Long.MAX_VALUE)) {
      spool.write(bytes(MEMORY + 1));
      assertThat(namedFiles(), is(before));
      try (Body body = spool.finish()) {
        assertThat(namedFiles(), is(before));
        assertThat(body.bytes().length, is(MEMORY + 1));
      }
    }
    assertThat(namedFiles(), is(before));
  }

  @Test
  void aClosedBodyLetsGoOfItsFile() throws IOException {
    long before = unnamedFiles();
    Body body = spooled(bytes(MEMORY + 1));
    assertThat(unnamedFiles(), is(before + 1));
    body.close();
    body.close();
    assertThat(unnamedFiles(), is(before));
  }

  @Test
  void aSpoolThatIsClosedWithoutABodyLetsGoOfItsFile() throws IOException {
    long before = unnamedFiles();
    try (Spool spool = spool(Long.MAX_VALUE)) {
      spool.write(bytes(MEMORY + 1));
      assertThat(unnamedFiles(), is(before + 1));
    }
    assertThat(unnamedFiles(), is(before));
  }

  @Test
  void aClosedSpoolTakesNothingMore() throws IOException {
    long before = unnamedFiles();
    Spool spool = spool(Long.MAX_VALUE);
    spool.write(bytes(MEMORY + 1));
    spool.close();

    assertThrows(IOException.class, () -> spool.write(bytes(MEMORY + 1)));
    assertThat(unnamedFiles(), is(before));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MEMORY - 1, MEMORY, MEMORY + 1, 2 * MEMORY})
  void oneByteMoreThanAllowedIsRefused(int maxBytes) throws IOException {
    long before = unnamedFiles();
    try (Spool spool = spool(maxBytes)) {
      spool.write(bytes(maxBytes));
      Spool.TooLargeException refused =
          assertThrows(Spool.TooLargeException.class, () -> spool.write('x'));
      assertThat(refused.asRefusal().reason(), is(Reason.TOO_LARGE));
      assertThat(refused.asRefusal().detail(), is("too large"));
    }
    assertThat(unnamedFiles(), is(before));
  }

  @Test
  void aLengthThatIsKnownBeforehandIsRefusedBeforehand() throws IOException {
    try (Spool spool = spool(10)) {
      spool.requireAllowed(10);
      spool.requireAllowed(-1);
      assertThrows(Spool.TooLargeException.class, () -> spool.requireAllowed(11));
      spool.write("0123456789".getBytes(UTF_8));
    }
  }
}
