package dev.headrace.transforms.fetch;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests that differ in some values, such as {@code /repos/{owner}/issues?since={window.start}}.
 *
 * <p>A placeholder is a name in braces: a letter or {@code _}, then letters, digits, {@code _},
 * {@code .} and {@code -}. Braces around anything else stay as they are. In a URL a value is
 * percent-encoded for where it stands, path or query. In a body a value inside of a JSON string is
 * escaped; one that stands alone becomes a JSON value: numbers and booleans as they are, all else a
 * string. The same template makes the same requests in the same order. It holds no secret: those
 * are added when a request is sent.
 */
@AutoValue
public abstract class RequestTemplate implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String CONTENT_TYPE = "Content-Type";

  /** The request, its placeholders still in it. */
  abstract FetchRequest blank();

  abstract ImmutableMap<String, ImmutableList<String>> each();

  abstract ImmutableMap<String, Batch> batches();

  /**
   * How many values stand in for one placeholder.
   *
   * @param size the most of them
   * @param separator what stands between them in a URL, as it is written there
   */
  record Batch(int size, String separator) implements Serializable {
    static final Batch SINGLE = new Batch(1, ",");
  }

  /** Makes GETs of a URL. */
  public static RequestTemplate get(String source, String resource, String url) {
    return of(FetchRequest.get(source, resource, url));
  }

  /**
   * Makes POSTs of a JSON body; they say so in their {@code Content-Type}.
   *
   * @throws IllegalArgumentException if the body is not JSON
   */
  public static RequestTemplate post(String source, String resource, String url, String body) {
    Placeholders.requireJson(body);
    return of(
        FetchRequest.get(source, resource, url)
            .withMethod("POST", body)
            .withHeaders(Map.of(CONTENT_TYPE, "application/json")));
  }

  private static RequestTemplate of(FetchRequest blank) {
    return new AutoValue_RequestTemplate(blank, ImmutableMap.of(), ImmutableMap.of());
  }

  /**
   * Sends headers besides those of the connector; their values are sent as they are.
   *
   * @throws IllegalArgumentException if one is a header that holds a secret
   */
  public RequestTemplate withHeaders(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    if (headers.keySet().stream().noneMatch(CONTENT_TYPE::equalsIgnoreCase)) {
      blank().headers().forEach((name, value) -> keepContentType(all, name, value));
    }
    return new AutoValue_RequestTemplate(blank().withHeaders(all), each(), batches());
  }

  private static void keepContentType(Map<String, String> headers, String name, String value) {
    if (name.equals(CONTENT_TYPE)) {
      headers.put(name, value);
    }
  }

  /** Makes requests of another role; default is {@code DATA}. */
  public RequestTemplate withRole(Role role) {
    return new AutoValue_RequestTemplate(blank().withRole(role), each(), batches());
  }

  /**
   * Makes a request for every value of a placeholder. Where there are many such placeholders, for
   * all that can be combined; the first of them varies slowest.
   *
   * @param values none makes no request
   */
  public RequestTemplate forEach(String name, List<String> values) {
    requirePlaceholder(name);
    Map<String, ImmutableList<String>> all = new LinkedHashMap<>(each());
    all.put(name, ImmutableList.copyOf(values));
    return new AutoValue_RequestTemplate(blank(), ImmutableMap.copyOf(all), batches());
  }

  /**
   * Makes a request for so many values of {@link #forEach} at once. In a URL they stand with the
   * separator between them, and so they do inside of a JSON string; a placeholder that stands alone
   * in a JSON array, as in <code>[{ids}]</code> or <code>["{ids}"]</code>, becomes that many
   * elements. Elements without quotes are numbers if all of a request are, else strings.
   *
   * @param n 1 or more
   * @param separator as it is written in the URL, such as {@code ,} or {@code &id=}
   */
  public RequestTemplate inBatchesOf(String name, int n, String separator) {
    requirePlaceholder(name);
    checkArgument(n >= 1, "n must be at least 1, but was %s", n);
    Map<String, Batch> all = new LinkedHashMap<>(batches());
    all.put(name, new Batch(n, separator));
    return new AutoValue_RequestTemplate(blank(), each(), ImmutableMap.copyOf(all));
  }

  /** The names in braces. */
  public Set<String> placeholders() {
    Set<String> names = new TreeSet<>(Placeholders.in(blank().url()));
    String body = blank().body();
    if (body != null) {
      names.addAll(Placeholders.in(body));
    }
    return names;
  }

  /** What the answers are for. */
  public Role role() {
    return blank().role();
  }

  /**
   * The requests. The context of each is the one given, and the values of {@link #forEach} it
   * stands for.
   *
   * @param context fills the other placeholders
   * @throws IllegalArgumentException if a placeholder has no value or two, or a value can not stand
   *     in a path
   */
  public List<FetchRequest> expand(Map<String, String> context) {
    requireValues(context);
    List<Map<String, List<String>>> combined = List.of(Map.of());
    for (Map.Entry<String, ImmutableList<String>> each : each().entrySet()) {
      combined = combine(combined, each.getKey(), each.getValue());
    }
    return combined.stream().map(values -> request(context, values)).toList();
  }

  private List<Map<String, List<String>>> combine(
      List<Map<String, List<String>>> before, String name, List<String> values) {
    List<List<String>> batches = Lists.partition(values, batch(name).size());
    List<Map<String, List<String>>> combined = new ArrayList<>();
    for (Map<String, List<String>> others : before) {
      for (List<String> batch : batches) {
        Map<String, List<String>> all = new HashMap<>(others);
        all.put(name, batch);
        combined.add(all);
      }
    }
    return combined;
  }

  private FetchRequest request(Map<String, String> context, Map<String, List<String>> each) {
    Map<String, List<String>> values = new HashMap<>(each);
    context.forEach((name, value) -> values.put(name, List.of(value)));
    Map<String, String> standsFor = new HashMap<>(context);
    each.forEach((name, batch) -> standsFor.put(name, String.join(",", batch)));
    Placeholders filled = new Placeholders(values, name -> batch(name).separator());
    FetchRequest request = blank().withContext(standsFor).at(filled.inUrl(blank().url()));
    String body = blank().body();
    return body == null ? request : request.withMethod(request.method(), filled.inJson(body));
  }

  private Batch batch(String name) {
    return batches().getOrDefault(name, Batch.SINGLE);
  }

  private void requirePlaceholder(String name) {
    checkArgument(
        placeholders().contains(name),
        "There is no placeholder {%s} in the template, which has %s",
        name,
        placeholders());
  }

  private void requireValues(Map<String, String> context) {
    for (String name : each().keySet()) {
      checkArgument(
          !context.containsKey(name), "{%s} has values of its own, and one in the context", name);
    }
    for (String name : batches().keySet()) {
      checkArgument(
          each().containsKey(name), "{%s} goes in batches, but has no list of values", name);
    }
    Set<String> known = new TreeSet<>(context.keySet());
    known.addAll(each().keySet());
    for (String name : placeholders()) {
      checkArgument(
          known.contains(name), "The placeholder {%s} has no value; known are %s", name, known);
    }
  }
}
