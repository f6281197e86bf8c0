package dev.headrace.io.lake.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.testdata.s3.S3Relay;
import dev.headrace.testdata.s3.S3Trouble;
import dev.headrace.testdata.s3.S3Trouble.Fate;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects whose answers break off. */
class ResumingStreamTest {
  private static final String URI = "s3://lake/large";
  private static final byte[] CONTENT = new byte[1 << 20];
  private static LocalS3 s3;
  private static S3Relay relay;
  private static ObjectStore store;

  private final AtomicInteger resumed = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    s3 = LocalS3.inMemory().withBucket("lake");
    relay = S3Relay.to(s3.endpoint());
    AwsOptions options = TestLake.optionsFor(s3).as(AwsOptions.class);
    options.setEndpoint(relay.endpoint());
    store = ObjectStores.open(options);
    new Random(1).nextBytes(CONTENT);
    store.put(URI, CONTENT);
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    relay.close();
    s3.close();
  }

  @BeforeEach
  void count() {
    S3Relay.Listening unused =
        relay.onCall(
            call -> {
              if (call.headers().containsKey("if-match")) {
                resumed.incrementAndGet();
              }
            });
  }

  @Test
  void aWholeObjectGoesOnWhereItBroke() throws IOException {
    relay.let(S3Trouble.of(Fate.ANSWER_CUT, Fate.ANSWER_CUT, Fate.RESET, Fate.ANSWER_CUT));
    try (InputStream in = store.open(URI)) {
      assertThat(in.readAllBytes(), is(CONTENT));
    }
    assertThat("resumed", resumed.get() > 0, is(true));
  }

  @Test
  void aPartOfAnObjectGoesOnWhereItBroke() throws IOException {
    relay.let(S3Trouble.of(Fate.ANSWER_CUT, Fate.ANSWER_CUT));
    try (InputStream in = store.open(URI, 1_000, 500_000)) {
      assertThat(in.readAllBytes(), is(Arrays.copyOfRange(CONTENT, 1_000, 501_000)));
    }
    assertThat("resumed", resumed.get() > 0, is(true));
  }

  @Test
  void anObjectThatWasReplacedMeanwhileIsNotMixed() throws IOException {
    String uri = "s3://lake/replaced";
    store.put(uri, CONTENT);
    relay.let(S3Trouble.of(Fate.ANSWER_CUT));
    try (InputStream in = store.open(uri)) {
      store.put(uri, new byte[1 << 20]);

      IOException e = assertThrows(IOException.class, in::readAllBytes);

      assertThat(e.getMessage(), startsWith("Reading s3://lake/replaced breaks off at byte "));
    }
  }
}
