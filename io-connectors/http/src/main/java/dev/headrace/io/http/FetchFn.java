package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Iterables;
import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.auth.Authenticators;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.http.wire.HttpWire;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /** One per JVM: decodes and judges answers, which is work for the processors. */
  private static final ExecutorService EXECUTOR =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          task -> {
            Thread thread = new Thread(task, "headrace-answers");
            thread.setDaemon(true);
            return thread;
          });

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
    Secrecy secrecy =
        new Secrecy(settings.auth().secretHeaders(), settings.auth().secretParameters());
    try (Fetcher fetcher = fetcher(secrecy);
        EarlierRun.Answers earlier = settings.earlier().open(shard.getKey(), options)) {
      ShardFetch fetch =
          new ShardFetch(
              fetcher, settings.paginator(), secrecy, earlier, settings.maxInFlight(), new Meter());
      try (ShardLog log = landing.open(shard.getKey(), options, fetch::found)) {
        fetch.run(shard.getValue(), log);
        output(fetch, log, out);
      }
    }
  }

  private Fetcher fetcher(Secrecy secrecy) {
    Retries retries = settings.retries();
    Wire wire =
        new HttpWire(
            settings.privateAddresses(),
            settings.maxBodyBytes(),
            settings.maxDecodedBytes(),
            EXECUTOR);
    Exchange exchange =
        new Exchange(
            wire,
            Authenticators.of(settings.auth(), wire),
            secrecy,
            settings.baseUrl(),
            retries.attemptTimeout());
    Answers answers =
        new Answers(
            settings.paginator(), settings.errors(), secrecy, retries.deadline(), settings.clock());
    Gate gate = new Gate(settings.budget(), settings.shards(), settings.maxInFlight(), retries);
    return new Fetcher(
        settings.baseUrl(), exchange, answers, gate, retries, EXECUTOR, settings.clock());
  }

  private void output(ShardFetch fetch, ShardLog log, OutputReceiver<FetchOutcome> out)
      throws JsonProcessingException {
    out.output(entry(Account.PLANNED, fetch.planned()));
    out.output(entry(Account.IGNORED, fetch.ignored()));
    out.output(entry(Account.INCOMPLETE, fetch.incomplete().size()));
    out.output(entry(Account.RETRIES, fetch.retries(log)));
    for (Landed landed : log.landed()) {
      out.output(FetchOutcome.ofLanded(landed));
    }
    for (StoredObject part : log.parts()) {
      out.output(FetchOutcome.ofPart(part));
    }
    for (GivenUp failure : Iterables.concat(fetch.givenUp(), fetch.incomplete())) {
      out.output(FetchOutcome.ofDeadLetter(deadLetter(failure)));
    }
  }

  private static FetchOutcome entry(Account account, long amount) {
    return FetchOutcome.ofEntry(LedgerEntry.of(account, amount));
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
    public void sent(int sent) {
      requests.inc(sent);
    }

    @Override
    public void answered(RawResponse response) {
      responses.inc();
      bytes.inc(response.body().length());
      latency.update(response.latencyMillis());
    }

    @Override
    public void givenUp(GivenUp request) {
      failed.inc();
    }
  }
}
