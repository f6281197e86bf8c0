package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.testdata.stub.GitHubIssues;
import dev.headrace.testdata.stub.StubApi;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pages of a real API, as they were recorded. */
class GitHubIssuesTest {

  private static List<String> recordedBodies() throws Exception {
    List<String> bodies = new ArrayList<>();
    try (InputStream in = GitHubIssues.class.getResourceAsStream("/github/issues.json")) {
      for (JsonNode exchange : new ObjectMapper().readTree(Objects.requireNonNull(in))) {
        bodies.add(exchange.get("body").toString());
      }
    }
    return bodies.stream().sorted().toList();
  }

  @Test
  void everyIssueLandsOnceAndEveryBodyByteForByte() throws Exception {
    try (StubApi api = StubApi.start(GitHubIssues.load())) {
      FetchRun run =
          FetchRun.of(
              FetchRun.fetch(api.baseUri()).withPaginator(LinkHeaderPages.create().withRecords("")),
              List.of(Records.get(GitHubIssues.FIRST_PAGE)));

      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.landed().stream().map(Records::text).sorted().toList(), is(recordedBodies()));
      List<JsonNode> issues = new ArrayList<>();
      run.landed().forEach(page -> Records.json(page).forEach(issues::add));
      assertThat(issues, hasSize(GitHubIssues.ISSUES));
      assertThat(
          new HashSet<>(issues.stream().map(issue -> issue.get("number").intValue()).toList()),
          hasSize(GitHubIssues.ISSUES));
      assertThat(api.requestCount(), is(recordedBodies().size()));
      assertThat(run.isBalanced(), is(true));
    }
  }
}
