package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.testdata.process.ApiMain;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run of which an executor is killed comes to what one comes to that is left alone. */
@ExtendWith(OnCluster.class)
class KilledExecutorIT {
  private static final RunOf FLIGHTS = RunOf.slice();
  private static final Pattern LOST = Pattern.compile("Lost executor");
  private static final Pattern MAPPED = Pattern.compile("ShuffleMapStage \\d+ .* finished in");
  private static final int BOTH = 2;

  /** How many requests are answered before the others are held. */
  private static final int ANSWERED = 60;

  private final ClusterKit kit;

  KilledExecutorIT(ClusterKit kit) {
    this.kit = kit;
  }

  private void killAnExecutor() {
    List<ProcessHandle> executors = kit.cluster().executors();
    assertThat(executors, hasSize(BOTH));
    executors.get(0).destroyForcibly();
    executors.get(0).onExit().join();
  }

  private void requireUndisturbed(SubmittedRun run) throws Exception {
    assertThat(run.result(), is(kit.undisturbed(FLIGHTS)));
    assertThat(run.count(LOST), is(greaterThan(0L)));
  }

  @Test
  void whileItFetches() throws Exception {
    try (ApiProcess api = kit.startApi(FLIGHTS)) {
      api.holdAfter(ANSWERED);
      try (SubmittedRun run = kit.start(Place.CLUSTER, FLIGHTS, api)) {
        // More than one worker may have, so that both have some. As many as both may have they need
        // not get to: after a refusal a shard has fewer in flight.
        api.awaitHeld(RunOf.IN_FLIGHT + 1);
        List<String> answered = api.arrived().subList(ApiMain.REFUSED, ANSWERED);
        // Answers wait for each other in the memory of a worker before a part of them is written.
        Patience.until(
            "all that was answered has landed",
            () -> requestsByShard(run).keySet().containsAll(answered));
        int told = run.told();
        killAnExecutor();
        run.awaitLine(LOST, told);
        // All that the dead one has sent has arrived, and nobody is there yet to send it again: the
        // other worker has its one core full.
        List<String> sent = api.arrived();
        api.release();

        requireUndisturbed(run);
        run.requireAllRequestsTold(api, 1);
        requireOnlyWhatWasInFlightToBeSentAgain(run, api, sent.subList(ANSWERED, sent.size()));
      }
    }
  }

  private void requireOnlyWhatWasInFlightToBeSentAgain(
      SubmittedRun run, ApiProcess api, List<String> held) throws Exception {
    Set<String> again = sentAgain(api.arrived());
    Map<String, String> shards = requestsByShard(run);

    assertThat(again, everyItem(in(held)));
    assertThat(again, is(not(empty())));
    assertThat(again.size(), is(lessThanOrEqualTo(RunOf.IN_FLIGHT)));
    assertThat(
        "of the dead worker's shard alone",
        again.stream().map(shards::get).collect(Collectors.toSet()),
        hasSize(1));
  }

  /** More often than once, and once more for every time that the API itself has refused it. */
  private static Set<String> sentAgain(List<String> arrived) {
    List<String> refused = arrived.subList(0, ApiMain.REFUSED);
    Set<String> again = new HashSet<>(arrived);
    again.removeIf(
        request ->
            Collections.frequency(arrived, request) <= 1 + Collections.frequency(refused, request));
    return again;
  }

  /** What has landed, and the shard that it has landed in. */
  private Map<String, String> requestsByShard(SubmittedRun run) {
    Bucket bucket = new Bucket(kit.standIns().s3());
    Map<String, String> shards = new HashMap<>();
    for (String uri : bucket.list(run.paths().rawRun() + "part-")) {
      String shard = uri.replaceAll(".*/part-(\\d+)-.*", "$1");
      for (JsonNode line : bucket.lines(uri)) {
        shards.put(line.path("request").path("url").asText(), shard);
      }
    }
    return shards;
  }

  @Test
  void inTheShuffle() throws Exception {
    try (ApiProcess api = kit.startApi(FLIGHTS);
        HeldCalls reading = HeldCalls.reprocessing(kit.standIns().relay(), BOTH);
        HeldCalls writing =
            HeldCalls.writing(kit.standIns().relay(), BOTH, "^/transformed/.*\\.parquet$");
        SubmittedRun run = kit.start(Place.CLUSTER, FLIGHTS, api)) {
      reading.await();
      int told = run.told();
      reading.close();
      run.awaitLine(MAPPED, told);
      // Whoever is faster than this has to wait with what comes after the shuffle.
      killAnExecutor();
      writing.close();

      requireUndisturbed(run);
      run.requireAllRequestsTold(api);
    }
  }

  @Test
  void whileItWritesParquet() throws Exception {
    try (ApiProcess api = kit.startApi(FLIGHTS);
        HeldCalls writing =
            HeldCalls.writing(kit.standIns().relay(), BOTH, "^/transformed/.*\\.parquet$");
        SubmittedRun run = kit.start(Place.CLUSTER, FLIGHTS, api)) {
      writing.await();
      killAnExecutor();
      writing.close();

      requireUndisturbed(run);
      run.requireAllRequestsTold(api);
    }
  }
}
