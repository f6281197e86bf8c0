package dev.headrace.io.redshift.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagingTest extends WarehouseFixture {
  private static final StoredObject A = StoredObject.of("s3://b/a", 11, 1, "aa");
  private static final StoredObject B = StoredObject.of("s3://b/b", 22, 2, "bb");
  private static final Load LOAD = new Load("1", "t", List.of(B, A, B));

  private static ObjectStore store() {
    return new S3Store(s3().endpoint());
  }

  private static List<String> staged(Load load) {
    return s3().keys(BUCKET, "staging/" + load.key() + "/");
  }

  @Test
  void theManifestListsEachFileOnceInOrderAsMandatoryWithItsLength() throws IOException {
    try (ObjectStore store = store()) {
      String uri = new Staging(store, STAGING, LOAD).writeManifest(LOAD.files());

      assertThat(
          new String(store.open(uri).readAllBytes(), UTF_8),
          is(
              "{\"entries\":["
                  + "{\"url\":\"s3://b/a\",\"mandatory\":true,\"meta\":{\"content_length\":11}},"
                  + "{\"url\":\"s3://b/b\",\"mandatory\":true,\"meta\":{\"content_length\":22}}"
                  + "]}"));
    }
  }

  @Test
  void everyAttemptHasAManifestOfItsOwnBelowTheLoads() throws IOException {
    try (ObjectStore store = store()) {
      Staging staging = new Staging(store, STAGING, LOAD);

      String first = staging.writeManifest(LOAD.files());
      String second = staging.writeManifest(LOAD.files());

      assertThat(first, startsWith(STAGING + "/" + LOAD.key() + "/"));
      assertThat(second, is(not(first)));
    }
  }

  @Test
  void whatAllAttemptsLeftIsGoneAndTheNeighboursAreThere() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    Load load = new Load("1", appended.name(), List.of(file));
    String sibling = STAGING + "/" + load.key() + "2/manifest.json";
    try (ObjectStore store = store()) {
      new Staging(store, STAGING, load).writeManifest(load.files());
      store.put(sibling, new byte[] {1});

      load(appended, "1", file);

      assertThat(staged(load), is(empty()));
      assertThat(store.list(sibling), is(List.of(sibling)));
      assertThat(store.list(file.uri()), is(List.of(file.uri())));
    }
  }

  @Test
  void aLoadThatFailedLeavesItsManifestForThoseWhoLookWhy() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    StoredObject wrong = StoredObject.of(file.uri(), file.bytes(), 7, file.sha256());

    assertThrows(IllegalStateException.class, () -> load(appended, "1", wrong));

    assertThat(staged(new Load("1", appended.name(), List.of())), hasSize(1));
  }

  @Test
  void theLoadStandsThoughCleaningFails() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    List<Exception> failures =
        List.of(new IOException("denied"), new UncheckedIOException(new IOException("no network")));
    for (Exception failure : failures) {
      for (String operation : List.of("list", "delete")) {
        String loadId = failure.getMessage() + operation;
        try (ObjectStore store = failing(operation, failure, store())) {
          assertThat(load(warehouse(), store, appended, loadId, file).status(), is(Status.LOADED));
        }
      }
    }
    assertThat(ledgerRows(), is(4L));
  }

  @Test
  void aManifestThatCannotBeWrittenFailsTheLoadBeforeItChangesAnything() throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    try (ObjectStore store = failing("put", new IOException("denied"), store())) {
      assertThrows(IOException.class, () -> load(warehouse(), store, appended, "1", file));
    }

    assertThat(readings(), is(empty()));
    assertThat(ledgerRows(), is(0L));
  }

  private static ObjectStore failing(String operation, Exception failure, ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            StagingTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(operation)) {
                throw failure;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
