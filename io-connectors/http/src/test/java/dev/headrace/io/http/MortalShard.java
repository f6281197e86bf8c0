package dev.headrace.io.http;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.joda.time.Instant;

/**
 * What stands of a shard, whatever becomes of the workers that fetch it. It lands answers in parts
 * of three; a worker whose log is told to die leaves what stood by then, and nothing of the rest.
 */
final class MortalShard {
  static final String DEAD = "The worker is dead";
  static final int IMMORTAL = Integer.MAX_VALUE;
  private static final int PART = 3;

  private final Map<String, RawResponse> landed = new LinkedHashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final List<Long> announced = new ArrayList<>();

  synchronized List<RawResponse> landed() {
    return List.copyOf(landed.values());
  }

  synchronized long announced() {
    return announced.stream().mapToLong(Long::longValue).sum();
  }

  /** As an earlier version, which made none, would have left it. */
  synchronized void forgetAnnouncements() {
    announced.clear();
  }

  /**
   * Opens the log.
   *
   * @param diesAt the write at which the worker dies, from 0
   * @param written whether that write stands still
   */
  synchronized Log open(int diesAt, boolean written, Consumer<RawResponse> found) {
    landed.values().forEach(found);
    announced.add(0L);
    return new Log(diesAt, written, announced.size() - 1);
  }

  /** One worker's log. */
  final class Log implements ShardLog {
    private final int diesAt;
    private final boolean written;
    private final int execution;
    private final Map<String, RawResponse> open = new LinkedHashMap<>();
    private Runnable listener = () -> {};
    private int writes;

    private Log(int diesAt, boolean written, int execution) {
      this.diesAt = diesAt;
      this.written = written;
      this.execution = execution;
    }

    /** Tells when what is old is to be landed. */
    Log onLandOld(Runnable listener) {
      this.listener = listener;
      return this;
    }

    private void write(Runnable effect) throws IOException {
      synchronized (MortalShard.this) {
        int write = writes++;
        if (write < diesAt || (write == diesAt && written)) {
          effect.run();
        }
        if (write >= diesAt) {
          throw new IOException(DEAD);
        }
      }
    }

    @Override
    public boolean contains(String requestId) {
      return landed.containsKey(requestId) || open.containsKey(requestId);
    }

    @Override
    public void append(RawResponse response) throws IOException {
      Body body = Body.of(response.body().bytes());
      open.put(response.request().requestId(), response.withBody(body));
      if (open.size() == PART) {
        finish();
      }
    }

    @Override
    public void landOld(Instant now) {
      listener.run();
    }

    @Override
    public void announce(long requests) throws IOException {
      write(() -> announced.set(execution, requests));
    }

    @Override
    public long announced() {
      return MortalShard.this.announced();
    }

    @Override
    public int attemptsBefore(String requestId) {
      return attempts.getOrDefault(requestId, 0);
    }

    @Override
    public void remember(Map<String, Integer> more) throws IOException {
      write(() -> more.forEach((id, sent) -> attempts.merge(id, sent, Integer::sum)));
    }

    @Override
    public void finish() throws IOException {
      write(
          () -> {
            landed.putAll(open);
            open.clear();
          });
    }

    @Override
    public List<Landed> landed() {
      return MortalShard.this.landed().stream()
          .map(response -> Landed.of(response, Origin.of("mortal", 0, -1)))
          .toList();
    }

    @Override
    public List<StoredObject> parts() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
