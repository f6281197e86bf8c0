package dev.headrace.io.lake.raw;

import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What another run landed in the raw bucket. Its shard is read once, when it is opened; the bodies
 * that may be asked for wait in a file on the worker's disk.
 *
 * @param runPrefix what the URIs of the other run's raw objects start with
 */
public record EarlierLanding(String runPrefix, ObjectStore.Factory stores) implements EarlierRun {

  /** The run at those paths. */
  public static EarlierLanding of(RunPaths paths, ObjectStore.Factory stores) {
    return new EarlierLanding(paths.rawRun(), stores);
  }

  @Override
  public Answers open(int shard, PipelineOptions options) throws IOException {
    ObjectStore store = stores.open(options);
    try {
      return new Shard(store, runPrefix, shard);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static final class Shard implements Answers {
    private final ObjectStore store;
    private final FileChannel bodies;
    private final Map<String, RawResponse> answers = new HashMap<>();

    Shard(ObjectStore store, String runPrefix, int shard) throws IOException {
      this.store = store;
      this.bodies =
          FileChannel.open(
              Files.createTempFile("headrace-earlier-", null),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      try {
        RawLines lines = new RawLines(store, runPrefix + "body-");
        for (int part = 0; read(lines, RawLog.part(runPrefix, shard, part)); part++) {}
      } catch (IOException | RuntimeException e) {
        bodies.close();
        throw e;
      }
    }

    private boolean read(RawLines lines, String uri) throws IOException {
      try (RawPart part = RawPart.open(store, lines, uri)) {
        for (RawResponse.Located located; (located = part.next()) != null; ) {
          RawResponse answer = located.response();
          if (answer.headers().containsKey("etag")
              || answer.headers().containsKey("last-modified")) {
            answers.put(answer.request().requestId(), withBodyOnDisk(answer));
          }
        }
        return true;
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    private RawResponse withBodyOnDisk(RawResponse answer) throws IOException {
      return answer.body() instanceof BodyObject ? answer : answer.withBody(spill(answer.body()));
    }

    private Body spill(Body body) throws IOException {
      long offset = bodies.position();
      ByteBuffer bytes = ByteBuffer.wrap(body.bytes());
      while (bytes.hasRemaining()) {
        bodies.write(bytes);
      }
      return Body.within(bodies, offset, body.length(), body.sha256());
    }

    @Override
    public Optional<RawResponse> find(String requestId) {
      return Optional.ofNullable(answers.get(requestId));
    }

    @Override
    public void close() throws IOException {
      try (store) {
        bodies.close();
      }
    }
  }
}
