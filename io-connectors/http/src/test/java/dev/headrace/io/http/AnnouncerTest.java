package dev.headrace.io.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Throwables;
import dev.headrace.io.http.Announcer.UnannouncedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final int IN_FLIGHT = 4;

  private final List<Long> announcements = new CopyOnWriteArrayList<>();
  private final Announcer announcer = new Announcer(announcements::add, IN_FLIGHT);

  private static void send(Announcer announcer) throws Exception {
    announcer.next().get(20, SECONDS);
  }

  @Test
  void aRequestWaitsUntilItsAnnouncementStands() throws Exception {
    CountDownLatch stands = new CountDownLatch(1);
    Announcer slow =
        new Announcer(
            requests -> {
              try {
                boolean unused = stands.await(20, SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            IN_FLIGHT);

    CompletableFuture<Void> turn = slow.next();

    assertThat(turn.isDone(), is(false));
    stands.countDown();
    turn.get(20, SECONDS);
  }

  @Test
  void whatIsKnownToComeIsAnnouncedUpToTwiceTheRequestsInFlight() throws Exception {
    announcer.expect(100);
    send(announcer);
    assertThat(announcements, contains(1L + 2 * IN_FLIGHT));
  }

  @Test
  void noMoreIsAnnouncedThanIsKnownToCome() throws Exception {
    for (int left = 4; left >= 0; left--) {
      announcer.expect(left);
      send(announcer);
    }
    assertThat(announcements, contains(5L));
  }

  @Test
  void whereNothingIsKnownToComeAsManyAreAnnouncedAsThereWereUpToEight() throws Exception {
    for (int sent = 0; sent < 30; sent++) {
      send(announcer);
    }
    assertThat(announcements, contains(1L, 3L, 7L, 15L, 24L, 33L));
  }

  @Test
  void atTheEndWhatWasSentTakesThePlaceOfWhatWasAnnounced() throws Exception {
    announcer.expect(3);
    send(announcer);

    announcer.end(1);

    assertThat(announcements, contains(4L, 1L));
    ExecutionException e = assertThrows(ExecutionException.class, () -> send(announcer));
    assertThat(e.getCause() instanceof UnannouncedException, is(true));
  }

  @Test
  void whereNothingWasSentNothingIsAnnounced() throws Exception {
    announcer.end(0);
    assertThat(announcements.isEmpty(), is(true));
  }

  @Test
  void nothingIsSentOnceAnAnnouncementHasFailed() throws Exception {
    IOException failure = new IOException("The bucket is gone");
    Announcer failing =
        new Announcer(
            requests -> {
              throw failure;
            },
            IN_FLIGHT);

    for (int i = 0; i < 3; i++) {
      ExecutionException e = assertThrows(ExecutionException.class, () -> send(failing));
      assertThat(Throwables.getRootCause(e), is(sameInstance(failure)));
    }
    assertThat(assertThrows(IOException.class, () -> failing.end(0)), is(sameInstance(failure)));
  }

  @Test
  void anErrorOfTheLogLeavesNobodyWaiting() {
    OutOfMemoryError error = new OutOfMemoryError("on purpose");
    Announcer failing =
        new Announcer(
            requests -> {
              throw error;
            },
            IN_FLIGHT);

    ExecutionException e = assertThrows(ExecutionException.class, () -> send(failing));
    assertThat(Throwables.getRootCause(e), is(sameInstance(error)));
  }
}
