package dev.headrace.transforms.fetch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final FetchRequest REQUEST =
      FetchRequest.get("usgs", "events", "http://api/query?offset=1")
          .withContext(Map.of("window", "2018-02-01"));
  private static final Instant NOW = Instant.ofEpochMilli(1_517_966_773_840L);
  private static final Origin ORIGIN = Origin.of("s3://raw/part-0-0", 3, 7);
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "usgs", "events");

  @Test
  void everyValueTravelsUnchanged() throws Exception {
    RawResponse response =
        RawResponse.of(REQUEST, 200, Map.of("etag", "x"), Body.of(new byte[] {0, -1}), 2, 15, NOW);
    Landed landed = Landed.of(response, ORIGIN);
    StoredObject part = StoredObject.of("s3://raw/part-0-0", 1, 2, "def");
    DeadLetter failed =
        DeadLetter.ofRequest(CONTEXT, Reason.TIMEOUT, "late", new byte[] {1}, 3, NOW, NOW);
    for (FetchOutcome outcome :
        List.of(
            FetchOutcome.ofLanded(landed),
            FetchOutcome.ofDeadLetter(failed),
            FetchOutcome.ofPart(part),
            FetchOutcome.ofEntry(LedgerEntry.of(LedgerEntry.Account.PLANNED, 4)))) {
      assertTravels(FetchOutcome.class, outcome);
    }
    for (FetchRequest.Role role : FetchRequest.Role.values()) {
      assertTravels(FetchRequest.class, REQUEST.withRole(role));
    }
    assertTravels(RawResponse.Located.class, RawResponse.Located.of(ORIGIN, response));
    assertTravels(LedgerEntry.class, LedgerEntry.of(Account.DEAD, part));
    assertTravels(LedgerEntry.class, LedgerEntry.of(Account.PLANNED, 1));
  }

  private static <T> void assertTravels(Class<T> type, T value)
      throws CannotProvideCoderException, IOException {
    Coder<T> coder = Pipeline.create().getCoderRegistry().getCoder(TypeDescriptor.of(type));
    assertThat(CoderUtils.clone(coder, value), is(value));
  }

  @Test
  void aRequestIsReadBackFromJsonWithTheSameId() throws IOException {
    ObjectMapper json = new ObjectMapper();
    FetchRequest withHeaders = REQUEST.withHeaders(Map.of("Accept", "application/json"));
    FetchRequest parent = REQUEST.withRole(FetchRequest.Role.PARENT);
    for (FetchRequest request :
        List.of(REQUEST, withHeaders, REQUEST.withMethod("POST", ""), parent)) {
      FetchRequest back = json.readValue(json.writeValueAsBytes(request), FetchRequest.class);

      assertThat(back, is(request));
      assertThat(back.requestId(), is(request.requestId()));
    }
  }

  @Test
  void aHeaderThatHoldsASecretIsRefused() {
    for (String name : List.of("Authorization", "COOKIE", "x-api-key")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> REQUEST.withHeaders(Map.of(name, "hunter2")));
      assertThat(e.getMessage(), containsString(name));
      assertThat(e.getMessage(), not(containsString("hunter2")));
    }
  }

  @Test
  void whatIdentifiesARequestChangesItsId() {
    assertThat(REQUEST.atPage(1, REQUEST.url()).requestId(), is(not(REQUEST.requestId())));
    assertThat(REQUEST.withContext(Map.of()).requestId(), is(not(REQUEST.requestId())));
    assertThat(REQUEST.withRole(FetchRequest.Role.COUNT).requestId(), is(not(REQUEST.requestId())));
  }

  @Test
  void aPageHasTheRoleOfItsChainAndWhatWasCountedIsData() {
    for (FetchRequest.Role role : FetchRequest.Role.values()) {
      FetchRequest.Role ofPage = REQUEST.withRole(role).atPage(1, REQUEST.url()).role();
      assertThat(ofPage, is(role == FetchRequest.Role.COUNT ? FetchRequest.Role.DATA : role));
    }
  }

  @Test
  void theSameFailureHasTheSameIdWheneverItHappens() {
    DeadLetter first = letter(ORIGIN, NOW);
    DeadLetter again = letter(ORIGIN, NOW.plus(Duration.millis(5)));
    DeadLetter elsewhere = letter(ORIGIN.atRecord(8), NOW);

    assertThat(again.id(), is(first.id()));
    assertThat(elsewhere.id(), is(not(first.id())));
  }

  private static DeadLetter letter(Origin origin, Instant failedAt) {
    byte[] payload = {1, 2};
    return DeadLetter.ofRecord(
        CONTEXT, Stage.CONFORM, Reason.WRONG_TYPE, "mag is text", payload, origin, failedAt);
  }
}
