package dev.headrace.io.lake.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir private Path folder;

  @Override
  ObjectStore openStore() {
    return ObjectStores.open(PipelineOptionsFactory.create());
  }

  @Override
  String newRoot() {
    return "file://" + folder;
  }

  @Test
  void aListNamesAnObjectByItsPrefixWhereItHasTwoSlashes() throws IOException {
    String prefix = "file://" + folder + "//a/";
    try (ObjectStore store = openStore()) {
      store.put(prefix + "b", new byte[0]);

      assertThat(store.list(prefix), contains(prefix + "b"));
    }
  }

  @Test
  void aListCanBeMadeWhileAnotherWrites() throws Exception {
    String root = newRoot();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try (ObjectStore store = openStore()) {
      store.put(root + "/always", new byte[0]);
      Future<Boolean> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  store.put(root + "/often", new byte[0]);
                }
                return true;
              });
      do {
        assertThat(store.list(root + "/").get(0), is(root + "/always"));
      } while (!writing.isDone());
      assertThat(writing.get(), is(true));
    } finally {
      writer.shutdown();
    }
  }
}
