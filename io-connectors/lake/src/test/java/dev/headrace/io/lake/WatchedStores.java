package dev.headrace.io.lake;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.store.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.options.PipelineOptions;

/** Real stores that tell what has been opened and handed over, also by copies of the factory. */
public final class WatchedStores implements ObjectStore.Factory {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Path> FILES = new ConcurrentHashMap<>();
  private static final AtomicInteger OPEN = new AtomicInteger();

  /** How many stores are open. */
  public static int openStores() {
    return OPEN.get();
  }

  /** The files on the worker that were handed over as objects below the folder. */
  public static Collection<Path> filesFor(Path folder) {
    return FILES.entrySet().stream()
        .filter(file -> file.getKey().startsWith("file://" + folder + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public ObjectStore open(PipelineOptions options) {
    ObjectStore store = ObjectStores.open(options);
    OPEN.incrementAndGet();
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                OPEN.decrementAndGet();
              } else if (arguments.length == 2 && arguments[1] instanceof Path file) {
                if (Files.exists(file)) {
                  FILES.put((String) arguments[0], file);
                }
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
