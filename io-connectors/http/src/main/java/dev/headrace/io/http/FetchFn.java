package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Fetches a shard at a time. Its metrics tell how it goes; what it did is told by its output. */
final class FetchFn extends DoFn<KV<Integer, Iterable<FetchRequest>>, FetchOutcome> {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpIO.Fetch settings;
  private final Landing landing;
  private final Counter requests = Metrics.counter(HttpIO.class, "requests");
  private final Counter responses = Metrics.counter(HttpIO.class, "responses");
  private final Counter bytes = Metrics.counter(HttpIO.class, "bytes");
  private final Counter failed = Metrics.counter(HttpIO.class, "failed");
  private final Distribution latency = Metrics.distribution(HttpIO.class, "latencyMillis");

  FetchFn(HttpIO.Fetch settings, Landing landing) {
    this.settings = settings;
    this.landing = landing;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<FetchRequest>> shard,
      PipelineOptions options,
      OutputReceiver<FetchOutcome> out)
      throws IOException, InterruptedException {
    try (Fetcher fetcher =
        new Fetcher(
            settings.baseUrl(),
            settings.retries(),
            settings.paginator(),
            settings.maxBodyBytes(),
            settings.clock())) {
      ShardFetch fetch =
          new ShardFetch(fetcher, settings.paginator(), settings.maxInFlight(), new Meter());
      try (ShardLog log = landing.open(shard.getKey(), options, fetch::found)) {
        fetch.run(shard.getValue(), log);
        output(fetch, log, out);
      }
    }
  }

  private void output(ShardFetch fetch, ShardLog log, OutputReceiver<FetchOutcome> out)
      throws JsonProcessingException {
    out.output(FetchOutcome.ofPlanned(fetch.planned()));
    for (Landed landed : log.landed()) {
      out.output(FetchOutcome.ofLanded(landed));
    }
    for (StoredObject part : log.parts()) {
      out.output(FetchOutcome.ofPart(part));
    }
    for (GivenUp failure : fetch.givenUp()) {
      out.output(FetchOutcome.ofDeadLetter(deadLetter(failure)));
    }
  }

  private DeadLetter deadLetter(GivenUp failure) throws JsonProcessingException {
    return DeadLetter.ofRequest(
        settings.context(),
        failure.reason(),
        failure.detail(),
        JSON.writeValueAsString(failure.request()).getBytes(UTF_8),
        failure.attempts(),
        failure.firstFailedAt(),
        failure.failedAt());
  }

  private final class Meter implements ShardFetch.Observer {
    @Override
    public void answered(RawResponse response) {
      requests.inc(response.attempts());
      responses.inc();
      bytes.inc(response.body().length());
      latency.update(response.latencyMillis());
    }

    @Override
    public void givenUp(GivenUp request) {
      requests.inc(request.attempts());
      failed.inc();
    }
  }
}
