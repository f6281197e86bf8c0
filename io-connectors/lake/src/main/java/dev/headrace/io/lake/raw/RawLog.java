package dev.headrace.io.lake.raw;

import dev.headrace.io.lake.store.PartFile;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shard's log as parts {@code part-<shard>-0}, {@code -1}, … Each part is written whole and only
 * if its name is free. Where another attempt was first, its part is taken over as it is, and what
 * it lacks goes into the next one: attempts that run at the same time end with the same log.
 */
final class RawLog implements ShardLog {
  private final ObjectStore store;
  private final RawLines lines;
  private final String runPrefix;
  private final int shard;
  private final PartLimits limits;
  private final Consumer<RawResponse> found;

  private final SentLog sent;
  private final UnansweredLog unanswered;
  private final Map<String, Landed> landed = new HashMap<>();
  private final List<StoredObject> parts = new ArrayList<>();
  private final Map<String, Landed> pending = new HashMap<>();
  private @Nullable PartFile part;
  private Instant partBegan = Instant.EPOCH;

  /** When a part ends: at so many bytes or responses, or when its first one is so old. */
  record PartLimits(long bytes, long responses, Duration age) {}

  RawLog(
      ObjectStore store,
      String runPrefix,
      int shard,
      PartLimits limits,
      Consumer<RawResponse> found)
      throws IOException {
    this.store = store;
    this.lines = new RawLines(store, runPrefix + "body-");
    this.runPrefix = runPrefix;
    this.shard = shard;
    this.limits = limits;
    this.found = found;
    this.sent = new SentLog(store, runPrefix, shard);
    this.unanswered = new UnansweredLog(store, runPrefix, shard);
    while (takeOver(nextPart())) {}
  }

  @Override
  public boolean contains(String requestId) {
    return landed.containsKey(requestId) || pending.containsKey(requestId);
  }

  @Override
  public void append(RawResponse response) throws IOException {
    if (contains(response.request().requestId())) {
      return;
    }
    if (part != null && part.isFinished()) {
      flush();
    }
    if (part == null) {
      partBegan = response.fetchedAt();
    }
    PartFile open = part == null ? new PartFile() : part;
    part = open;
    Origin origin = Origin.of(nextPart(), open.count(), -1);
    open.append(lines.encode(response));
    pending.put(response.request().requestId(), Landed.of(response, origin));
    boolean large = open.bytes() >= limits.bytes || open.count() >= limits.responses;
    if (large || isOld(response.fetchedAt())) {
      flush();
    }
  }

  private boolean isOld(Instant now) {
    return !now.isBefore(partBegan.plus(limits.age));
  }

  @Override
  public void landOld(Instant now) throws IOException {
    if (part != null && isOld(now)) {
      flush();
    }
  }

  @Override
  public void announce(long requests) throws IOException {
    sent.announce(requests);
  }

  @Override
  public long announced() throws IOException {
    return sent.total();
  }

  @Override
  public int attemptsBefore(String requestId) {
    return unanswered.before(requestId);
  }

  @Override
  public void remember(Map<String, Integer> attempts) throws IOException {
    unanswered.add(attempts);
  }

  @Override
  public void finish() throws IOException {
    flush();
  }

  @Override
  public List<Landed> landed() {
    return List.copyOf(landed.values());
  }

  @Override
  public List<StoredObject> parts() {
    return List.copyOf(parts);
  }

  @Override
  public void close() throws IOException {
    try (store;
        PartFile unfinished = part) {
      part = null;
    }
  }

  private String nextPart() {
    return part(runPrefix, shard, parts.size());
  }

  /** The URI of a part. */
  static String part(String runPrefix, int shard, int number) {
    return runPrefix + "part-" + shard + "-" + number + ".jsonl.gz";
  }

  private void flush() throws IOException {
    while (part != null) {
      writePart(part);
    }
  }

  /**
   * What waits is let go of only once it stands in the bucket: a write that fails can be tried
   * again.
   */
  private void writePart(PartFile full) throws IOException {
    String uri = nextPart();
    Path file = full.finish();
    boolean written = store.putIfAbsent(uri, file);
    try (full) {
      part = null;
      Map<String, Landed> waiting = new HashMap<>(pending);
      pending.clear();
      if (written) {
        parts.add(Uploads.describe(uri, file, waiting.size()));
        landed.putAll(waiting);
      } else if (takeOver(uri)) {
        appendWhatLacks(file);
      } else {
        throw new IOException(uri + " was there to be written over, and is not there to be read");
      }
    }
  }

  private void appendWhatLacks(Path file) throws IOException {
    try (BufferedReader reader = PartFile.reader(Files.newInputStream(file))) {
      for (String line; (line = reader.readLine()) != null; ) {
        append(lines.decode(line));
      }
    }
  }

  /** Takes over the part, if it is there. */
  private boolean takeOver(String uri) throws IOException {
    try (RawPart other = RawPart.open(store, lines, uri)) {
      for (RawResponse.Located located; (located = other.next()) != null; ) {
        RawResponse response = located.response();
        String id = response.request().requestId();
        landed.put(id, Landed.of(response, located.origin()));
        found.accept(response);
      }
      parts.add(other.summary());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
