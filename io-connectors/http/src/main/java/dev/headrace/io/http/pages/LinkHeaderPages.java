package dev.headrace.io.http.pages;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows the {@code next} of the {@code Link} header
 * (https://www.rfc-editor.org/rfc/rfc8288#section-3), as GitHub and many others send it. Where the
 * first page also names the {@code last}, and the two differ in one number of their query alone,
 * the pages up to the last are fetched at once, in parallel.
 */
@AutoValue
public abstract class LinkHeaderPages implements Paginator {
  private static final long serialVersionUID = 1L;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  abstract Chain chain();

  /** Follows up to 10,000 pages. */
  public static LinkHeaderPages create() {
    return new AutoValue_LinkHeaderPages(Chain.DEFAULT);
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public LinkHeaderPages withMaxPages(int maxPages) {
    return new AutoValue_LinkHeaderPages(new Chain(maxPages));
  }

  @Override
  public List<FetchRequest> after(RawResponse response) throws BadRecordException {
    FetchRequest page = response.request();
    Map<String, String> links = LinkHeader.parse(response.headers().getOrDefault("link", ""));
    String next = links.get("next");
    if (next == null || Chain.isFannedOut(page)) {
      return List.of();
    }
    String last = links.get("last");
    Optional<String> number = last == null ? Optional.empty() : onlyNumber(next, last);
    if (page.page() == 0 && last != null && number.isPresent()) {
      String name = number.get();
      return chain()
          .fanOut(
              page,
              numberIn(next, name),
              numberIn(last, name),
              value -> resolve(page, Query.with(next, name, Integer.toString(value))));
    }
    return chain().next(page, resolve(page, next));
  }

  private static String resolve(FetchRequest page, String url) {
    return Query.resolve(page.url(), url);
  }

  /** The one parameter in which the two differ, if both have a number there. */
  private static Optional<String> onlyNumber(String next, String last) {
    Map<String, String> here = Query.parameters(next);
    Map<String, String> there = Query.parameters(last);
    List<String> differing =
        Stream.concat(here.keySet().stream(), there.keySet().stream())
            .distinct()
            .filter(name -> !Objects.equals(here.get(name), there.get(name)))
            .toList();
    boolean numbers =
        differing.size() == 1
            && Stream.of(here, there)
                .map(parameters -> parameters.getOrDefault(differing.get(0), ""))
                .allMatch(value -> NUMBER.matcher(value).matches());
    boolean samePath = Query.path(next).equals(Query.path(last));
    return numbers && samePath ? Optional.of(differing.get(0)) : Optional.empty();
  }

  private static int numberIn(String url, String name) {
    return Integer.parseInt(Query.parameters(url).getOrDefault(name, ""));
  }
}
