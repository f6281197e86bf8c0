package dev.headrace.testdata.s3;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalS3Test {
  private static final String BUCKET = "lake";
  @TempDir private static Path directory;
  private static final LocalS3 MEMORY = LocalS3.inMemory().withBucket(BUCKET);
  private static LocalS3 files;

  @BeforeAll
  static void start() {
    files = LocalS3.at(directory.resolve("shared")).withBucket(BUCKET);
  }

  static Stream<LocalS3> stores() {
    return Stream.of(MEMORY, files);
  }

  @AfterAll
  static void stop() {
    MEMORY.close();
    stores().forEach(LocalS3::close);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void anObjectIsReadAsItWasWritten(LocalS3 s3) {
    put(s3, "plain/a", "content");

    assertThat(text(s3, "plain/a"), is("content"));
    assertThrows(NoSuchKeyException.class, () -> s3.bytes(BUCKET, "plain/absent"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void keysFollowsAListingBeyondOnePage(LocalS3 s3) {
    List<String> written =
        IntStream.range(0, 1_001).mapToObj(i -> "many/" + (100_000 + i)).toList();
    written.parallelStream().forEach(key -> put(s3, key, ""));

    assertThat(s3.keys(BUCKET, "many/"), equalTo(written));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void keysMayHoldEqualsSignsSpacesAndUnicode(LocalS3 s3) {
    List<String> keys =
        List.of(
            "odd/day=2024-01-01/part+1.parquet", "odd/İstanbul ğ/ö=ü.json", "odd/日本/%41 & 🌊.gz");
    keys.forEach(key -> put(s3, key, key));

    assertThat(s3.keys(BUCKET, "odd/"), containsInAnyOrder(keys.toArray()));
    keys.forEach(key -> assertThat(text(s3, key), is(key)));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void aSecondWriteIfAbsentFailsWithPreconditionFailed(LocalS3 s3) {
    putIfAbsent(s3, "once/a", "first");

    S3Exception refused =
        assertThrows(S3Exception.class, () -> putIfAbsent(s3, "once/a", "second"));

    assertThat(refused.statusCode(), is(412));
    assertThat(refused.awsErrorDetails().errorCode(), is("PreconditionFailed"));
    assertThat(text(s3, "once/a"), is("first"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void ofConcurrentWritesIfAbsentExactlyOneWins(LocalS3 s3) throws Exception {
    int writers = 16;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<Integer>> statuses = new ArrayList<>();
    try {
      for (int i = 0; i < writers; i++) {
        String content = "writer " + i;
        Callable<Integer> write =
            () -> {
              start.await();
              try {
                putIfAbsent(s3, "race/a", content);
                return 200;
              } catch (S3Exception e) {
                return e.statusCode();
              }
            };
        statuses.add(threads.submit(write));
      }
      start.countDown();
      List<Integer> outcomes = new ArrayList<>();
      for (Future<Integer> status : statuses) {
        outcomes.add(status.get());
      }

      assertThat(Collections.frequency(outcomes, 200), is(1));
      assertThat(Collections.frequency(outcomes, 412), is(writers - 1));
      assertThat(s3.keys(BUCKET, "race/"), contains("race/a"));
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void aMultipartUploadAppearsOnlyWhenItIsComplete(LocalS3 s3) {
    byte[] part = new byte[5 << 20];
    Arrays.fill(part, (byte) 7);
    String key = "multipart/a";
    String upload = s3.client().createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      int partNumber = number;
      String tag =
          s3.client()
              .uploadPart(
                  r -> r.bucket(BUCKET).key(key).uploadId(upload).partNumber(partNumber),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    assertThat(s3.keys(BUCKET, "multipart/"), is(empty()));
    s3.client()
        .completeMultipartUpload(
            r -> r.bucket(BUCKET).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));

    assertThat(s3.bytes(BUCKET, key).length, is(2 * part.length));
    assertThat(s3.keys(BUCKET, "multipart/"), contains(key));
  }

  @Test
  void aWrongSecretIsRefused() {
    try (S3Client stranger =
        S3Client.builder()
            .endpointOverride(MEMORY.endpoint())
            .region(Region.of(MEMORY.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(MEMORY.accessKeyId(), "wrong")))
            .forcePathStyle(true)
            .build()) {
      S3Exception refused =
          assertThrows(S3Exception.class, () -> stranger.listObjectsV2(r -> r.bucket(BUCKET)));

      assertThat(refused.statusCode(), is(403));
    }
  }

  @Test
  void objectsInADirectoryOutliveTheServer() {
    Path place = directory.resolve("restart");
    URI first;
    try (LocalS3 s3 = LocalS3.at(place).withBucket(BUCKET)) {
      put(s3, "a=1/b", "kept");
      first = s3.endpoint();
    }
    try (LocalS3 s3 = LocalS3.at(place).withBucket(BUCKET)) {
      assertThat(first.getHost(), is("127.0.0.1"));
      assertThat(text(s3, "a=1/b"), is("kept"));
      S3Exception refused =
          assertThrows(S3Exception.class, () -> putIfAbsent(s3, "a=1/b", "again"));
      assertThat(refused.statusCode(), is(412));
    }
  }

  @Test
  void anUploadCutShortByAKillIsNotAnObjectAfterTheRestart() throws Exception {
    Path place = directory.resolve("killed");
    String wholeKey = "part-" + UUID.randomUUID();
    try (LocalS3 s3 = LocalS3.at(place).withBucket(BUCKET)) {
      put(s3, wholeKey, "whole");
    }
    Files.writeString(place.resolve(BUCKET).resolve("part-0-" + UUID.randomUUID()), "hal");

    try (LocalS3 s3 = LocalS3.at(place)) {
      assertThat(s3.keys(BUCKET, ""), contains(wholeKey));
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    LocalS3 s3 = LocalS3.inMemory();
    s3.close();
    s3.close();
  }

  @Test
  void aBucketMayBeAskedForTwice() {
    MEMORY.withBucket("twice").withBucket("twice");

    assertThat(MEMORY.keys("twice", ""), hasSize(0));
  }

  private static void put(LocalS3 s3, String key, String content) {
    s3.client().putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
  }

  private static void putIfAbsent(LocalS3 s3, String key, String content) {
    s3.client()
        .putObject(
            r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(content));
  }

  private static String text(LocalS3 s3, String key) {
    return new String(s3.bytes(BUCKET, key), StandardCharsets.UTF_8);
  }
}
