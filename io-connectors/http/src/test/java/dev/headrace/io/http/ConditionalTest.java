package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that asks only for what has changed since an earlier one. */
class ConditionalTest {
  private static final int RECORDS = 57;
  private static final List<FetchRequest> FIRST = List.of(Records.get("/items?limit=10"));
  private static final String DATE = "Sat, 01 Jun 2024 10:00:00 GMT";

  /** What tells one version of an answer from another. */
  private enum Validator {
    ETAG("ETag", "If-None-Match", "\"v1\""),
    WEAK_ETAG("ETag", "If-None-Match", "W/\"v1\""),
    LAST_MODIFIED("Last-Modified", "If-Modified-Since", DATE);

    private final String header;
    private final String condition;
    private final String value;

    Validator(String header, String condition, String value) {
      this.header = header;
      this.condition = condition;
      this.value = value;
    }

    /** Answers that carry it, and 304 to those who have the same already. */
    Handler over(Handler handler) {
      Handler all = heedless(handler);
      return request ->
          isMet(request) ? Answer.status(304).withHeader(header, value) : all.answer(request);
    }

    /** Answers that carry it, whatever the request says. */
    Handler heedless(Handler handler) {
      return request -> handler.answer(request).withHeader(header, value);
    }

    boolean isMet(Received request) {
      return request.header(condition).filter(value::equals).isPresent();
    }
  }

  /** What an earlier run landed in memory. */
  private record Landed(MemoryLanding landing) implements EarlierRun {
    private static final long serialVersionUID = 1L;

    @Override
    public Answers open(int shard, PipelineOptions options) {
      List<RawResponse> responses = landing.responses();
      return new Answers() {
        @Override
        public Optional<RawResponse> find(String requestId) {
          return responses.stream()
              .filter(response -> response.request().requestId().equals(requestId))
              .findFirst();
        }

        @Override
        public void close() {}
      };
    }
  }

  private static Fetch fetch(StubApi api) {
    return FetchRun.fetch(api.baseUri())
        .withPaginator(CursorPages.of("/next_cursor", "cursor"))
        .withRetries(FetchRun.quick(2));
  }

  private static FetchRun again(StubApi api, FetchRun earlier) {
    return FetchRun.of(fetch(api).withEarlierRun(new Landed(earlier.landing())), FIRST);
  }

  private static List<String> bodies(FetchRun run) {
    return run.landed().stream().map(Records::text).sorted().toList();
  }

  private static List<Integer> statuses(FetchRun run) {
    return run.landed().stream().map(RawResponse::status).sorted().toList();
  }

  private static void assertComplete(FetchRun run) {
    assertThat(run.deadLetters(), is(empty()));
    assertThat(run.isBalanced(), is(true));
    assertThat(Records.idsIn(run), is(Records.ids(RECORDS)));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTheSameLandsAgainWithoutBeingSentAgain(Validator validator) {
    Handler pages = validator.over(Paged.cursorInBody(Records.of(RECORDS), 10));
    try (StubApi api = StubApi.start(pages)) {
      FetchRun earlier = FetchRun.of(fetch(api), FIRST);
      FetchRun second = again(api, earlier);
      FetchRun third = again(api, second);

      for (FetchRun run : List.of(second, third)) {
        assertComplete(run);
        assertThat(statuses(run), is(List.of(304, 304, 304, 304, 304, 304)));
        assertThat(bodies(run), is(bodies(earlier)));
      }
      assertThat(api.received(), hasSize(3 * 6));
      assertThat(
          api.received().stream().skip(6).map(validator::isMet).toList(), everyItem(is(true)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasChangedLandsAnew(Validator validator) {
    List<String> edited =
        Records.ids(RECORDS).stream().map(id -> "{\"id\":%d,\"new\":true}".formatted(id)).toList();
    Handler pages = validator.over(Paged.cursorInBody(Records.of(RECORDS), 10));
    Handler changed = Paged.cursorInBody(edited, 10);
    AtomicBoolean hasChanged = new AtomicBoolean();
    try (StubApi api =
        StubApi.start(
            request ->
                hasChanged.get() && request.parameter("cursor").isEmpty()
                    ? changed.answer(request)
                    : pages.answer(request))) {
      FetchRun earlier = FetchRun.of(fetch(api), FIRST);
      hasChanged.set(true);
      FetchRun run = again(api, earlier);

      assertComplete(run);
      assertThat(statuses(run), is(List.of(200, 304, 304, 304, 304, 304)));
      assertThat(bodies(run).stream().filter(body -> body.contains("new")).count(), is(1L));
      assertThat(bodies(run).stream().filter(bodies(earlier)::contains).count(), is(5L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anApiThatSendsAllAgainMayDoSo(Validator validator) {
    Handler pages = Paged.cursorInBody(Records.of(RECORDS), 10);
    try (StubApi api = StubApi.start(validator.heedless(pages))) {
      FetchRun earlier = FetchRun.of(fetch(api), FIRST);
      FetchRun run = again(api, earlier);

      assertComplete(run);
      assertThat(statuses(run), is(List.of(200, 200, 200, 200, 200, 200)));
      assertThat(bodies(run), is(bodies(earlier)));
      assertThat(
          api.received().stream().skip(6).map(validator::isMet).toList(), everyItem(is(true)));
    }
  }
}
