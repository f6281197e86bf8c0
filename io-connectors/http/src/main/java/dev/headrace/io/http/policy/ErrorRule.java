package dev.headrace.io.http.policy;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.auto.value.AutoValue;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One row of an error table: on which answers or failures it is about, and what is done about them.
 * Where it names several conditions, all of them must hold.
 */
@AutoValue
public abstract class ErrorRule implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A text at a place, of which the whole must match. */
  record Match(String at, Pattern text) implements Serializable {}

  abstract Set<Integer> statuses();

  abstract Set<Reason> failures();

  abstract boolean childrenOnly();

  abstract @Nullable Match header();

  abstract @Nullable Match body();

  /** What is done. */
  public abstract ErrorAction action();

  /**
   * About answers with one of the statuses.
   *
   * @throws IllegalArgumentException if one is not from 100 to 599
   */
  public static When onStatus(int... statuses) {
    for (int status : statuses) {
      checkArgument(
          status >= 100 && status <= 599, "status must be 100 to 599, but was %s", status);
    }
    return new When(
        Arrays.stream(statuses).boxed().collect(Collectors.toCollection(TreeSet::new)), Set.of());
  }

  /** About answers with a status from the first to the last, both included. */
  public static When onStatusFrom(int first, int last) {
    checkArgument(first <= last, "first must be at most last, but %s is more than %s", first, last);
    return onStatus(IntStream.rangeClosed(first, last).toArray());
  }

  /**
   * About requests that got no answer that could be taken, for one of the reasons. Such a failure
   * tells nothing of the credentials, so that no rule about one asks for others: an answer that
   * comes instead of a refusal, such as a page to log in, is found by its status and a header.
   */
  public static When onFailure(Reason... failures) {
    return new When(Set.of(), Set.of(failures));
  }

  boolean appliesTo(FetchRequest request, WireResponse response) {
    return statuses().contains(response.status())
        && appliesTo(request)
        && headerMatches(response)
        && bodyMatches(response);
  }

  boolean appliesTo(FetchRequest request, Reason failure) {
    return failures().contains(failure) && appliesTo(request);
  }

  private boolean appliesTo(FetchRequest request) {
    return !childrenOnly()
        || request.context().keySet().stream().anyMatch(key -> key.startsWith("parent."));
  }

  private boolean headerMatches(WireResponse response) {
    Match match = header();
    return match == null
        || response.headers().getOrDefault(match.at(), List.of()).stream()
            .anyMatch(value -> match.text().matcher(value).matches());
  }

  private boolean bodyMatches(WireResponse response) {
    Match match = body();
    return match == null
        || BodyField.of(response.body(), match.at())
            .filter(value -> match.text().matcher(value).matches())
            .isPresent();
  }

  /** The rule as a sentence's end, for details and documentation. */
  String describe() {
    List<String> parts = new ArrayList<>();
    if (header() != null) {
      parts.add("header " + header().at() + " like " + header().text());
    }
    if (body() != null) {
      parts.add(body().at() + " like " + body().text());
    }
    return String.join(" and ", parts);
  }

  /** The conditions of a rule that still lacks its action. */
  public static final class When {
    private final Set<Integer> statuses;
    private final Set<Reason> failures;
    private boolean childrenOnly;
    private @Nullable Match header;
    private @Nullable Match body;

    private When(Set<Integer> statuses, Set<Reason> failures) {
      this.statuses = statuses;
      this.failures = failures;
    }

    /** Only if a value of the header matches the regular expression as a whole. */
    public When withHeader(String name, String regex) {
      header = new Match(name.toLowerCase(Locale.ROOT), Pattern.compile(regex));
      return this;
    }

    /**
     * Only if the body is JSON and the text, number or boolean at the JSON Pointer matches the
     * regular expression as a whole.
     */
    public When withBody(String pointer, String regex) {
      JsonPointer.valueOf(pointer);
      body = new Match(pointer, Pattern.compile(regex));
      return this;
    }

    /** Only for requests that were made of a parent's record. */
    public When forChildren() {
      childrenOnly = true;
      return this;
    }

    /**
     * The rule.
     *
     * @throws IllegalArgumentException if a failure is to be followed by {@link
     *     ErrorAction#REFRESH_AUTH}
     */
    public ErrorRule then(ErrorAction action) {
      checkArgument(
          failures.isEmpty() || action != ErrorAction.REFRESH_AUTH,
          "REFRESH_AUTH needs a rule on a status, since a failure tells nothing of the"
              + " credentials, but the rule is on %s",
          failures);
      return new AutoValue_ErrorRule(statuses, failures, childrenOnly, header, body, action);
    }
  }
}
