package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Brotli;
import dev.headrace.testdata.stub.Coding;
import dev.headrace.testdata.stub.Head;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.Spoilage;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everything that can be wrong with an answer, each as a request of its own. The README has a table
 * of what becomes of it, and that table is what is expected here.
 */
class FaultTableTest {
  private static final int ATTEMPTS = 2;

  /** Requests of a run that go to the other servers. */
  private static final int OF_OTHERS = 2;

  private static final long MOST_BYTES = 100_000;
  private static final String RECORDS = "{\"items\":[{\"id\":1},{\"id\":2}],\"next\":null}";
  private static final String BODY = RECORDS + " ".repeat(2_000);
  private static final Pattern ROW =
      Pattern.compile("\\| ([^|]+?) +\\| ([^|]+?) +\\| ([^|]+?) +\\|");

  private static StubApi other;
  private static StubApi closing;
  private static StubApi api;
  private static FetchRun always;
  private static FetchRun onceOnly;

  /** Bodies of the path /json/ are read for the page that follows. */
  private static final class JsonOnly implements Paginator {
    private static final long serialVersionUID = 1L;
    private final CursorPages cursor = CursorPages.of("/next", "cursor");

    @Override
    public Page after(RawResponse response) throws BadRecordException {
      return response.request().url().startsWith("/json/")
          ? cursor.after(response)
          : Paginator.singlePage().after(response);
    }
  }

  private static Map<String, Answer> faults() {
    Answer ok = Answer.json(BODY);
    Map<String, Answer> faults = new LinkedHashMap<>();
    faults.put("no fault", ok);
    for (int status : new int[] {400, 401, 403, 404, 405, 409, 410, 413, 414, 418, 422, 451}) {
      faults.put("status " + status, Answer.status(status));
    }
    for (int status : new int[] {408, 425, 429, 500, 501, 502, 503, 504, 520, 599}) {
      faults.put("status " + status, Answer.status(status));
    }
    faults.put("403 with Retry-After", Answer.status(403).withHeader("Retry-After", "0"));
    faults.put(
        "403 with no quota left", Answer.status(403).withHeader("X-RateLimit-Remaining", "0"));
    faults.put("429 with Retry-After", Answer.status(429).withHeader("Retry-After", "1"));
    faults.put("503 that asks for an hour", Answer.status(503).withHeader("Retry-After", "3600"));
    faults.put("204 without a body", Answer.status(204));
    faults.put("304 that nobody asked for", Answer.status(304));
    faults.put("unknown status 799", Answer.json(BODY).withStatus(799));
    faults.put("103 Early Hints first", ok.withHead(Head.EARLY_HINTS));
    faults.put("redirect to another path", Answer.redirect(302, "/plain/elsewhere"));
    faults.put("redirect to another host", Answer.redirect(307, other.baseUri() + "/plain/there"));
    faults.put("redirect in a circle", Answer.redirect(301, "/plain/circle"));
    faults.put("redirect to no URL", Answer.redirect(302, "http://[broken"));
    faults.put("redirect to a file", Answer.redirect(302, "file:///etc/passwd"));
    faults.put("redirect without Location", Answer.status(302));
    faults.put("connection reset at once", ok.reset());
    faults.put("connection closed at once", ok.closedWithoutAnswer());
    faults.put("reset in the body", ok.resetAfter(100));
    faults.put("closed in the body", ok.closedAfter(100));
    faults.put("closed after the answer, unsaid", ok);
    faults.put("no answer in time", ok.stallingBeforeHeaders());
    faults.put("a body that stops coming", ok.stallingAfter(100));
    faults.put("a body that trickles", ok.trickling(Duration.ofMillis(50)));
    faults.put("chunked", ok.chunked());
    faults.put("ended by the connection", ok.untilClose());
    faults.put("a chunk size that is none", ok.badChunkSize());
    faults.put("no last chunk", ok.missingLastChunk());
    faults.put("Content-Length too large", ok.withHead(Head.LENGTH_TOO_LARGE));
    faults.put("Content-Length that is no number", ok.withHead(Head.LENGTH_NOT_A_NUMBER));
    faults.put("no HTTP in the status line", ok.withHead(Head.GARBAGE_STATUS_LINE));
    faults.put("a header of 1 MiB", ok.withHead(Head.HUGE_HEADER));
    faults.put("10,000 headers", ok.withHead(Head.MANY_HEADERS));
    faults.put("gzip", ok.gzipped());
    faults.put("x-gzip", ok.encoded(Coding.X_GZIP));
    faults.put("gzip in two members", ok.encoded(Coding.GZIP_MEMBERS));
    faults.put("gzip twice", ok.encoded(Coding.GZIP_TWICE));
    faults.put("deflate", ok.deflated());
    faults.put("deflate without zlib's frame", ok.rawDeflated());
    faults.put("br", Brotli.SMALL.answer());
    faults.put("an unknown encoding", ok.encoded(Coding.UNKNOWN));
    faults.put("gzip that is none", ok.encoded(Coding.NOT_GZIP));
    faults.put("gzip cut off", ok.encoded(Coding.GZIP_CUT_OFF));
    faults.put("gzip with a wrong checksum", ok.encoded(Coding.GZIP_WRONG_CHECKSUM));
    faults.put("a gzip bomb", Answer.gzipBomb(50_000_000));
    faults.put("a body that is too large", Answer.streamed(MOST_BYTES + 1));
    faults.put("a body that is too large, chunked", Answer.streamed(MOST_BYTES + 1).chunked());
    faults.put("JSON: none but HTML", ok.spoiled(Spoilage.HTML));
    faults.put("JSON: cut off", Answer.json(RECORDS).spoiled(Spoilage.CUT_OFF));
    faults.put("JSON: something behind its end", ok.spoiled(Spoilage.TRAILING_TEXT));
    faults.put("JSON: NUL bytes in it", Answer.json(RECORDS).spoiled(Spoilage.NUL_BYTES));
    faults.put("JSON: invalid UTF-8", Answer.json(RECORDS).spoiled(Spoilage.INVALID_UTF8));
    faults.put("JSON: no bytes with status 200", ok.spoiled(Spoilage.EMPTY));
    faults.put("JSON: a cursor that is its own", Answer.json("{\"next\":\"x\"}"));
    faults.put("HTML where no JSON is needed", ok.spoiled(Spoilage.HTML));
    faults.put("ignored by a rule", Answer.json("{\"error\":{\"code\":\"GONE\"}}"));
    faults.put("retried by a rule", Answer.json("{\"error\":{\"code\":\"BUSY\"}}"));
    faults.put("failed by a rule", Answer.json("{}").withHeader("X-Problem", "yes"));
    return faults;
  }

  private static ErrorTable errors() {
    return ErrorTable.defaults()
        .with(
            ErrorRule.onStatus(200).withBody("/error/code", "GONE").then(ErrorAction.IGNORE),
            ErrorRule.onStatus(200).withBody("/error/code", "BUSY").then(ErrorAction.RETRY),
            ErrorRule.onStatus(200).withHeader("X-Problem", "yes").then(ErrorAction.FAIL));
  }

  @BeforeAll
  static void runAll() {
    other = StubApi.start(request -> Answer.json(RECORDS));
    // A connection that turns out to be closed must not be another row's.
    closing = StubApi.start(request -> Answer.json(RECORDS).thenClosed());
    Map<String, Answer> faults = faults();
    List<String> names = List.copyOf(faults.keySet());
    Map<Integer, Integer> asked = new TreeMap<>();
    api =
        StubApi.start(
            request -> {
              int number = request.parameter("fault", -1);
              return number < 0 ? plain(request) : fault(faults, names.get(number));
            });
    always = FetchRun.of(fetch(), requests(names));
    try (StubApi flaky =
        StubApi.start(
            request -> {
              int number = request.parameter("fault", -1);
              boolean first;
              synchronized (asked) {
                first = number >= 0 && asked.merge(number, 1, Integer::sum) == 1;
              }
              return first ? fault(faults, names.get(number)) : Answer.json(RECORDS);
            })) {
      onceOnly = FetchRun.of(fetch(flaky.baseUri()), requests(names));
    }
  }

  private static Answer fault(Map<String, Answer> faults, String name) {
    return Objects.requireNonNull(faults.get(name));
  }

  private static Answer plain(Received request) {
    return request.path().equals("/plain/circle")
        ? Answer.redirect(301, "/plain/circle")
        : Answer.json(RECORDS);
  }

  private static HttpIO.Fetch fetch() {
    return fetch(api.baseUri());
  }

  private static HttpIO.Fetch fetch(URI url) {
    return FetchRun.fetch(url)
        .withPaginator(new JsonOnly())
        .withErrors(errors())
        .withMaxBodyBytes(MOST_BYTES)
        .withMaxDecodedBytes(MOST_BYTES)
        .withShards(2)
        .withRetries(
            Retries.defaults()
                .withMaxAttempts(ATTEMPTS)
                .withDelays(Duration.ofMillis(1), Duration.ofMillis(5))
                .withAttemptTimeout(Duration.ofSeconds(4))
                .withRetryBudget(1, 1_000)
                .withCircuitBreaker(1_000, Duration.ofMillis(1)));
  }

  private static List<FetchRequest> requests(List<String> names) {
    List<FetchRequest> requests = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String path = names.get(i).startsWith("JSON: ") ? "/json/" : "/plain/";
      String cursor = names.get(i).contains("its own") ? "&cursor=x" : "";
      String host = names.get(i).startsWith("closed after") ? closing.baseUri().toString() : "";
      requests.add(
          FetchRequest.get("stub", "faults", host + path + "?fault=" + i + cursor)
              .withContext(Map.of("fault", names.get(i))));
    }
    return requests;
  }

  @AfterAll
  static void stop() {
    api.close();
    closing.close();
    other.close();
  }

  /** What the README says, by fault: what becomes of it when it lasts, and after how many sends. */
  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("README.md"), UTF_8)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && faults().containsKey(row.group(1))) {
        rows.put(row.group(1), row.group(2) + ", " + row.group(3));
      }
    }
    return rows;
  }

  @Test
  void everyFaultEndsAsItsRowInTheReadmeSays() throws Exception {
    Map<String, String> ended = new LinkedHashMap<>();
    for (String fault : faults().keySet()) {
      ended.put(fault, always.endOf(fault));
    }

    assertThat(ended, is(table()));
    assertThat(ended.size(), is(greaterThanOrEqualTo(40)));
  }

  @Test
  void whatPassesOnceItIsTriedAgainIsNotLost() throws Exception {
    table()
        .forEach(
            (fault, end) -> {
              if (end.endsWith(", " + ATTEMPTS)) {
                assertThat(fault, onceOnly.endOf(fault), is("landed, " + ATTEMPTS));
              }
            });
  }

  @Test
  void nothingIsLostAndEveryRequestSentIsCounted() {
    long planned = always.count(Account.PLANNED);
    long ended =
        always.landed().size() + always.deadLetters().size() + always.count(Account.IGNORED);
    assertThat(ended, is(planned));
    assertThat((long) api.requestCount() + OF_OTHERS, is(planned + always.count(Account.RETRIES)));
  }
}
