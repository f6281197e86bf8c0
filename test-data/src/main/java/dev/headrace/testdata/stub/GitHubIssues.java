package dev.headrace.testdata.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The list of a repository's issues as GitHub's API served it: 13 issues on five pages of three,
 * each naming the next in its {@code Link} header, the later ones under another path than the
 * first. What was not recorded is 404.
 *
 * <p>The bodies are byte for byte as they came. In the {@code Link} headers the address of GitHub's
 * API is replaced by that of the server which a request reached.
 */
public final class GitHubIssues implements Handler {

  /** Path and query of the first page. */
  public static final String FIRST_PAGE =
      "/repos/octokit-fixture-org/paginate-issues/issues?per_page=3";

  /** How many issues there are on all pages. */
  public static final int ISSUES = 13;

  private static final String RESOURCE = "/github/issues.json";
  private static final String ORIGIN = "https://api.github.com";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<Asked, JsonNode> recorded;

  private GitHubIssues(Map<Asked, JsonNode> recorded) {
    this.recorded = recorded;
  }

  public static GitHubIssues load() {
    try (InputStream in = GitHubIssues.class.getResourceAsStream(RESOURCE)) {
      Map<Asked, JsonNode> recorded = new LinkedHashMap<>();
      for (JsonNode exchange : MAPPER.readTree(Objects.requireNonNull(in, RESOURCE))) {
        String[] target = exchange.get("path").textValue().split("\\?", 2);
        Map<String, String> parameters = Received.decode(target[1]);
        recorded.put(
            new Asked(exchange.get("method").textValue(), target[0], parameters), exchange);
      }
      return new GitHubIssues(recorded);
    } catch (IOException e) {
      throw new UncheckedIOException("The recorded pages cannot be read", e);
    }
  }

  @Override
  public Answer answer(Received request) {
    JsonNode exchange =
        recorded.get(new Asked(request.method(), request.path(), request.parameters()));
    if (exchange == null) {
      return Answer.json("{\"message\":\"Not Found\"}").withStatus(404);
    }
    JsonNode headers = exchange.get("headers");
    return Answer.json(exchange.get("body").toString())
        .withStatus(exchange.get("status").intValue())
        .withoutHeader("Content-Type")
        .withHeader("Content-Type", headers.get("Content-Type").textValue())
        .withHeader("Link", headers.get("Link").textValue().replace(ORIGIN, request.baseUri()));
  }

  /** What tells one recorded request from another; the order of its parameters does not. */
  private record Asked(String method, String path, Map<String, String> parameters) {}
}
