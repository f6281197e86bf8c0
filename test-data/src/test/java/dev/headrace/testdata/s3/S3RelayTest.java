package dev.headrace.testdata.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.s3.S3Trouble.Fate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Amazon's client over the relay, against an S3 that checks signatures. */
class S3RelayTest {
  private static final String BUCKET = "lake";
  private static final LocalS3 S3 = LocalS3.inMemory().withBucket(BUCKET);
  private static final S3Relay RELAY = S3Relay.to(S3.endpoint());
  private static final S3Client CLIENT = LocalS3.newClient(RELAY.endpoint());

  @AfterEach
  void calm() {
    RELAY.let(S3Trouble.none());
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    RELAY.close();
    S3.close();
  }

  private static void put(S3Client client, String key, byte[] content) {
    client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  private static byte[] get(S3Client client, String key) {
    return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray();
  }

  @Test
  void objectsOfAnySizeAreWrittenReadListedAndDeletedThroughIt() {
    for (int size : new int[] {0, 1, 70_000, 3_000_000}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);

      put(CLIENT, "plain/" + size, content);

      assertThat(get(CLIENT, "plain/" + size), is(content));
    }
    assertThat(CLIENT.listObjectsV2(r -> r.bucket(BUCKET).prefix("plain/")).keyCount(), is(4));
    S3.keys(BUCKET, "plain/").forEach(key -> CLIENT.deleteObject(r -> r.bucket(BUCKET).key(key)));
    assertThat(S3.keys(BUCKET, "plain/"), is(List.of()));
  }

  @Test
  void aRefusedWriteLeavesTheConnectionInOrder() {
    put(CLIENT, "taken", "first".getBytes(UTF_8));
    PutObjectRequest onlyIfAbsent =
        PutObjectRequest.builder().bucket(BUCKET).key("taken").ifNoneMatch("*").build();

    S3Exception e =
        assertThrows(
            S3Exception.class, () -> CLIENT.putObject(onlyIfAbsent, RequestBody.fromString("2")));

    assertThat(e.statusCode(), is(412));
    assertThat(new String(get(CLIENT, "taken"), UTF_8), is("first"));
  }

  @Test
  void aListenerSeesACallBeforeS3Does() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (S3Relay.Listening unused =
        RELAY.onCall(
            call -> seen.add(call.method() + " " + call.path() + S3.keys(BUCKET, "seen")))) {
      put(CLIENT, "seen", new byte[1]);
    }
    put(CLIENT, "unseen", new byte[1]);

    assertThat(seen, is(List.of("PUT /lake/seen[]")));
  }

  @Test
  void everyTroubleIsMetAndAPatientClientGetsThrough() {
    S3Trouble trouble = S3Trouble.of(Fate.values());
    RELAY.let(trouble);
    for (int i = 0; i < 4; i++) {
      byte[] content = ("content of " + i).getBytes(UTF_8);
      int key = i;
      patiently(() -> put(CLIENT, "troubled/" + key, content));
      assertThat(patientlyRead("troubled/" + i), is(content));
    }
    assertThat(trouble.met().keySet(), containsInAnyOrder(Fate.values()));
  }

  private static void patiently(Runnable call) {
    for (int tries = 1; ; tries++) {
      try {
        call.run();
        return;
      } catch (SdkClientException | S3Exception e) {
        if (tries == 10) {
          throw e;
        }
      }
    }
  }

  private static byte[] patientlyRead(String key) {
    byte[][] content = new byte[1][];
    patiently(() -> content[0] = get(CLIENT, key));
    return content[0];
  }

  @Test
  void ofTenCallsOneIsDelayedAndOneFailsInEachWayByTurns() {
    S3Trouble trouble = S3Trouble.oneOfTen();

    List<Fate> fates = Stream.generate(trouble::next).limit(80).toList();

    Map<Fate, Integer> expected = new EnumMap<>(Fate.class);
    List.of(Fate.values()).forEach(fate -> expected.put(fate, 2));
    expected.put(Fate.DELAYED, 8);
    expected.put(Fate.PASSED, 64);
    assertThat(trouble.met(), is(expected));
    assertThat(fates.subList(0, 40), is(fates.subList(40, 80)));
  }
}
