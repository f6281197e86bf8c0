package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.S3Store;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Stores of one process, in trouble at one of all their writes, lists and deletes, by its number
 * from 1.
 */
record TroubledStores(URI endpoint, UUID life, Trouble trouble, int number)
    implements ObjectStore.Factory {
  private static final Map<UUID, Life> LIVES = new ConcurrentHashMap<>();
  private static final List<String> COUNTED = List.of("put", "list", "delete");

  /** What happens at an operation. */
  enum Trouble {
    /** The process is gone before the operation. */
    DIES_BEFORE,
    /** The process is gone when the operation is done. */
    DIES_AFTER,
    /** The operation is not done, and told to have failed. */
    FAILS_BEFORE,
    /** The operation is done, and told to have failed. */
    FAILS_AFTER;

    private boolean isBefore() {
      return this == DIES_BEFORE || this == FAILS_BEFORE;
    }

    private boolean isDeath() {
      return this == DIES_BEFORE || this == DIES_AFTER;
    }
  }

  /** Nothing that handles a failure handles this. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String operation) {
      super("The process is gone at " + operation);
    }
  }

  private static final class Life {
    private final AtomicInteger operations = new AtomicInteger();
    private volatile String met = "";
    private volatile boolean isOver;
  }

  static TroubledStores of(URI endpoint, Trouble trouble, int number) {
    UUID life = UUID.randomUUID();
    LIVES.put(life, new Life());
    return new TroubledStores(endpoint, life, trouble, number);
  }

  /** The operation that the trouble came at; nothing if there were fewer. */
  String met() {
    return life(life).met;
  }

  private static Life life(UUID id) {
    Life life = LIVES.get(id);
    if (life == null) {
      throw new IllegalStateException("Not of this JVM");
    }
    return life;
  }

  @Override
  public ObjectStore open(PipelineOptions options) {
    ObjectStore store = new S3Store(endpoint);
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> troubled(store, method, arguments));
  }

  private @Nullable Object troubled(
      ObjectStore store, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Life now = life(life);
    String operation = method.getName();
    if (operation.equals("close")) {
      return done(store, method, arguments);
    }
    if (now.isOver) {
      throw new Death(operation);
    }
    if (!COUNTED.contains(operation) || now.operations.incrementAndGet() != number) {
      return done(store, method, arguments);
    }
    now.met = operation;
    now.isOver = trouble.isDeath();
    if (!trouble.isBefore()) {
      done(store, method, arguments);
    }
    throw trouble.isDeath() ? new Death(operation) : new IOException("Trouble at " + operation);
  }

  private static @Nullable Object done(
      ObjectStore store, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
