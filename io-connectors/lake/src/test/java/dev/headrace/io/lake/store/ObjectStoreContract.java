package dev.headrace.io.lake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every store. */
abstract class ObjectStoreContract {
  private static final int WRITERS = 16;

  private ObjectStore store;
  private String root;

  /** Opens a store with the settings of a pipeline. */
  abstract ObjectStore openStore();

  /** A place of its own for every test, without a slash at the end. */
  abstract String newRoot();

  @BeforeEach
  void open() {
    store = openStore();
    root = newRoot();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String uri(String name) {
    return root + "/" + name;
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      store.put(uri(name), name.getBytes(UTF_8));
    }
  }

  private String content(String name) throws IOException {
    try (InputStream in = store.open(uri(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void anObjectIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
    byte[] bytes = {0, -1, 10, 13, -128, 127};
    Path file = Files.write(folder.resolve("file"), bytes);

    store.put(uri("a/bytes"), bytes);
    store.put(uri("a/file"), file);
    store.put(uri("a/empty"), new byte[0]);

    for (String name : List.of("a/bytes", "a/file")) {
      try (InputStream in = store.open(uri(name))) {
        assertThat(in.readAllBytes(), is(bytes));
      }
    }
    assertThat(content("a/empty"), is(""));
  }

  @Test
  void aLaterObjectTakesThePlaceOfAnEarlierOne() throws IOException {
    store.put(uri("a"), "a longer one".getBytes(UTF_8));
    store.put(uri("a"), "short".getBytes(UTF_8));

    assertThat(content("a"), is("short"));
    assertThat(store.list(uri("")), contains(uri("a")));
  }

  @Test
  void anObjectThatIsNotThereIsAMissingFileThatTheMessageNames() throws IOException {
    put("folder/a");

    for (String missing : List.of("b", "folder", "folder/", "nowhere/b")) {
      NoSuchFileException e =
          assertThrows(NoSuchFileException.class, () -> store.open(uri(missing)));
      assertThat(e.getMessage(), containsString(uri(missing)));
    }
  }

  @Test
  void aListHasWhatStartsWithThePrefixInOrder() throws IOException {
    put("x/run=10/b", "x/run=1/b", "x/run=1/a/c", "x/run=1.d", "x/run=2/a", "y/run=1/b");

    assertThat(
        store.list(uri("x/run=1")),
        contains(uri("x/run=1.d"), uri("x/run=1/a/c"), uri("x/run=1/b"), uri("x/run=10/b")));
    assertThat(store.list(uri("x/run=1/")), contains(uri("x/run=1/a/c"), uri("x/run=1/b")));
    assertThat(store.list(uri("x/run=1/b")), contains(uri("x/run=1/b")));
    assertThat(store.list(uri("y")), contains(uri("y/run=1/b")));
    assertThat(store.list(uri("z/")), is(empty()));
  }

  @Test
  void aListBelowAFolderThatIsNotThereHasNothingOfItsNeighbours() throws IOException {
    put("run=10/part-0");

    assertThat(store.list(uri("run=1/")), is(empty()));
    assertThat(store.list(uri("run=10/part-0/")), is(empty()));
  }

  @Test
  void whatIsListedHasTheNameItWasGiven() throws IOException {
    put("a=b/c=%2F d/ä+.json");

    List<String> listed = store.list(uri("a=b/"));

    assertThat(listed, contains(uri("a=b/c=%2F d/ä+.json")));
    assertThat(content("a=b/c=%2F d/ä+.json"), is("a=b/c=%2F d/ä+.json"));
  }

  @Test
  void moreObjectsThanFitInOneAnswerAreListedAndDeleted() throws Exception {
    List<String> uris =
        IntStream.range(0, 1005)
            .mapToObj(i -> uri(String.format(Locale.ROOT, "many/%04d", i)))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> writes = new ArrayList<>();
      uris.forEach(uri -> writes.add(() -> store.putIfAbsent(uri, new byte[] {1})));
      for (Future<Boolean> write : threads.invokeAll(writes)) {
        assertThat(write.get(), is(true));
      }
    } finally {
      threads.shutdown();
    }
    put("other");

    assertThat(store.list(uri("many/")), is(uris));

    store.delete(uris);
    assertThat(store.list(uri("")), contains(uri("other")));
  }

  @Test
  void whatIsNotThereCanBeDeleted() throws IOException {
    put("a", "b");

    store.delete(List.of(uri("a"), uri("missing"), uri("no/folder")));
    store.delete(List.of());

    assertThat(store.list(uri("")), contains(uri("b")));
  }

  @Test
  void ofManyWritersOfANameExactlyOneWins(@TempDir Path folder) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<Boolean>> wins = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        byte[] content = ("writer " + i).getBytes(UTF_8);
        Path file = Files.write(folder.resolve("w" + i), content);
        boolean asFile = i % 2 == 0;
        wins.add(
            threads.submit(
                () -> {
                  start.await();
                  return asFile
                      ? store.putIfAbsent(uri("one"), file)
                      : store.putIfAbsent(uri("one"), content);
                }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        if (wins.get(i).get()) {
          winners.add(i);
        }
      }
      assertThat(winners, hasSize(1));
      assertThat(content("one"), is("writer " + winners.get(0)));
      assertThat(store.list(uri("")), contains(uri("one")));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aNameThatIsTakenKeepsItsContent(@TempDir Path folder) throws IOException {
    put("a");
    Path file = Files.writeString(folder.resolve("file"), "other");

    assertThat(store.putIfAbsent(uri("a"), "other".getBytes(UTF_8)), is(false));
    assertThat(store.putIfAbsent(uri("a"), file), is(false));
    assertThat(content("a"), is("a"));
  }

  @Test
  void anotherSchemeIsRefused() {
    for (String other : List.of("gs://bucket/key", "/tmp/key", "key", "file:/tmp/key")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> store.open(other));
      assertThat(e.getMessage(), containsString("s3:// or file://"));
    }
  }

  @Test
  void aStoreCanBeClosedTwice() throws IOException {
    put("a");

    store.close();
    store.close();
  }
}
