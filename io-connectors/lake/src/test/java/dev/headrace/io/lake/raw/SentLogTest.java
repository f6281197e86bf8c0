package dev.headrace.io.lake.raw;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentLogTest {
  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());

  @AfterEach
  void close() {
    store.close();
  }

  private SentLog log(int shard) {
    return log(store, shard);
  }

  private SentLog log(ObjectStore store, int shard) {
    return new SentLog(store, TestLake.paths(folder, "r1").rawRun(), shard);
  }

  @Test
  void whatAnExecutionAnnouncedLastIsItsNumber() throws IOException {
    SentLog log = log(0);
    log.announce(64);
    log.announce(96);
    log.announce(70);

    assertThat(log.total(), is(70L));
    assertThat(log(0).total(), is(70L));
  }

  @Test
  void executionsAtOnceCountTogether() throws IOException {
    SentLog zombie = log(0);
    zombie.announce(10);
    SentLog successor = log(0);
    successor.announce(5);
    zombie.announce(12);

    assertThat(successor.total(), is(17L));
    assertThat(zombie.total(), is(17L));
    assertThat(log(0).total(), is(17L));
  }

  @Test
  void anExecutionHasOneObjectHoweverOftenItAnnounces() throws IOException {
    SentLog first = log(3);
    for (int sent = 1; sent <= 50; sent++) {
      first.announce(sent);
    }
    log(3).announce(1);

    String run = "raw/usgs/events/run=r1/";
    assertThat(
        TestLake.contents(folder).keySet(), contains(run + "sent-3-0.json", run + "sent-3-1.json"));
  }

  @Test
  void shardsAndRunsOfAnEarlierVersionHaveAnnouncedNothing() throws IOException {
    log(1).announce(8);
    assertThat(log(0).total(), is(0L));
    assertThat(log(11).total(), is(0L));
  }

  @Test
  void anAnnouncementThatSeemedToFailIsNotCountedTwice() throws IOException {
    AtomicBoolean fails = new AtomicBoolean(true);
    ObjectStore losing =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(store, arguments);
                    if (fails.getAndSet(false)) {
                      throw new IOException("The answer got lost");
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    SentLog log = log(losing, 0);
    assertThrows(IOException.class, () -> log.announce(8));

    log.announce(3);

    assertThat(log.total(), is(3L));
    assertThat(log(0).total(), is(3L));
  }
}
