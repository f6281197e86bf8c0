package dev.headrace.io.http;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/** Lands in this JVM's memory, under a name that tells one test's landing from another's. */
final class MemoryLanding implements Landing {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Map<Integer, Map<String, RawResponse>>> LANDED =
      new ConcurrentHashMap<>();

  private static final Map<String, Map<String, Integer>> ATTEMPTS = new ConcurrentHashMap<>();

  private static final Map<String, Map<Integer, List<AtomicLong>>> ANNOUNCED =
      new ConcurrentHashMap<>();

  private final String name;

  MemoryLanding(String name) {
    this.name = name;
    LANDED.put(name, new ConcurrentHashMap<>());
  }

  /** All that has landed. */
  List<RawResponse> responses() {
    List<RawResponse> all = new ArrayList<>();
    shards().values().forEach(shard -> all.addAll(shard.values()));
    return all;
  }

  private Map<Integer, Map<String, RawResponse>> shards() {
    return LANDED.getOrDefault(name, Map.of());
  }

  @Override
  public ShardLog open(int shard, PipelineOptions options, Consumer<RawResponse> found) {
    Map<String, RawResponse> log = shards().computeIfAbsent(shard, s -> new LinkedHashMap<>());
    log.values().forEach(found);
    List<AtomicLong> announced =
        ANNOUNCED
            .computeIfAbsent(name, n -> new ConcurrentHashMap<>())
            .computeIfAbsent(shard, s -> new CopyOnWriteArrayList<>());
    AtomicLong own = new AtomicLong();
    announced.add(own);
    return new MemoryLog(
        shard, log, ATTEMPTS.computeIfAbsent(name, n -> new ConcurrentHashMap<>()), announced, own);
  }

  /** A body is closed once it has been appended. */
  private static RawResponse copyOf(RawResponse response) throws IOException {
    return RawResponse.of(
        response.request(),
        response.status(),
        response.headers(),
        Body.of(response.body().bytes()),
        response.attempts(),
        response.latencyMillis(),
        response.fetchedAt());
  }

  private record MemoryLog(
      int shard,
      Map<String, RawResponse> log,
      Map<String, Integer> attempts,
      List<AtomicLong> executions,
      AtomicLong own)
      implements ShardLog {
    @Override
    public void landOld(Instant now) {}

    @Override
    public void announce(long requests) {
      own.set(requests);
    }

    @Override
    public long announced() {
      return executions.stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public boolean contains(String requestId) {
      return log.containsKey(requestId);
    }

    @Override
    public int attemptsBefore(String requestId) {
      return attempts.getOrDefault(requestId, 0);
    }

    @Override
    public void remember(Map<String, Integer> more) {
      more.forEach((id, sent) -> attempts.merge(id, sent, Integer::sum));
    }

    @Override
    public void append(RawResponse response) throws IOException {
      log.putIfAbsent(response.request().requestId(), copyOf(response));
    }

    @Override
    public void finish() {}

    @Override
    public List<Landed> landed() {
      List<Landed> landed = new ArrayList<>();
      for (RawResponse response : log.values()) {
        Origin origin = Origin.of("memory/" + shard, landed.size(), -1);
        landed.add(Landed.of(response, origin));
      }
      return landed;
    }

    @Override
    public List<StoredObject> parts() {
      return List.of(StoredObject.of("memory/" + shard, 1, log.size(), "sum"));
    }

    @Override
    public void close() {}
  }
}
