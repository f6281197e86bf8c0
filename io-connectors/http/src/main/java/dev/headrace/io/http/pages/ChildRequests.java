package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import com.google.common.collect.ImmutableSortedMap;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fetches what the records of another resource name: the issues of every repository, the details of
 * every id.
 *
 * <p>The plan has the requests for the parents, of role {@code PARENT}. The answer to one is
 * followed by its own next pages and by the children of its records, each once. A child is of role
 * {@code DATA}, stands for what its parent's request does and for the parent's keys, as {@code
 * parent.<name>}, and starts a chain of its own. Parents that are counted first work too.
 *
 * <p>Stop rules belong to the paginators of parents and children, not around this one.
 */
@AutoValue
public abstract class ChildRequests implements Paginator {
  private static final long serialVersionUID = 1L;
  private static final String PARENT = "parent.";

  abstract String records();

  abstract ImmutableSortedMap<String, String> keys();

  abstract RequestTemplate child();

  abstract int idsPerCall();

  abstract Paginator parentPages();

  abstract Paginator childPages();

  /**
   * One request for every record of a parent; neither parents nor children have more than one page.
   *
   * @param recordsPointer JSON Pointer of the array of the parent's records; empty for a body that
   *     is an array itself
   * @param keys for every placeholder of the template that a record fills, the JSON Pointer of its
   *     value in the record, such as {@code owner -> /owner/login}; other placeholders are filled
   *     from the context of the parent's request
   * @param child of role {@code DATA}
   */
  public static ChildRequests of(
      String recordsPointer, Map<String, String> keys, RequestTemplate child) {
    Pointers.require("records", recordsPointer);
    checkArgument(!keys.isEmpty(), "keys must not be empty");
    keys.forEach((name, pointer) -> Pointers.require("The key " + name, pointer));
    checkArgument(
        child.placeholders().containsAll(keys.keySet()),
        "keys must be placeholders of the template, %s, but are %s",
        child.placeholders(),
        keys.keySet());
    checkArgument(child.role() == Role.DATA, "child must have role DATA, not %s", child.role());
    return new AutoValue_ChildRequests(
        recordsPointer,
        ImmutableSortedMap.copyOf(keys),
        child,
        1,
        Paginator.singlePage(),
        Paginator.singlePage());
  }

  /**
   * Fetches so many records' children by one request; default is 1. The one placeholder is filled
   * with the keys of all of them, with commas between them or, in a body, as elements of an array.
   *
   * @param n 1 or more; more than 1 with one key alone
   */
  public ChildRequests withIdsPerCall(int n) {
    checkArgument(n >= 1, "n must be at least 1, but was %s", n);
    checkArgument(
        n == 1 || keys().size() == 1,
        "Many ids per call need one key, but there are %s",
        keys().keySet());
    return new AutoValue_ChildRequests(records(), keys(), child(), n, parentPages(), childPages());
  }

  /** Follows the pages of the parents; default is that there is one. */
  public ChildRequests withParentPages(Paginator pages) {
    return new AutoValue_ChildRequests(
        records(), keys(), child(), idsPerCall(), pages, childPages());
  }

  /** Follows the pages of every child; default is that there is one. */
  public ChildRequests withChildPages(Paginator pages) {
    return new AutoValue_ChildRequests(
        records(), keys(), child(), idsPerCall(), parentPages(), pages);
  }

  @Override
  public Set<String> headers() {
    Set<String> headers = new LinkedHashSet<>(parentPages().headers());
    headers.addAll(childPages().headers());
    return headers;
  }

  @Memoized
  JsonScan keyScan() {
    return JsonScan.of(keys().values());
  }

  @Override
  public Page after(RawResponse response) throws BadRecordException {
    return switch (response.request().role()) {
      case DATA -> childPages().after(response);
      case COUNT -> parentPage(response);
      case PARENT -> withChildren(response);
    };
  }

  private Page parentPage(RawResponse response) throws BadRecordException {
    Page page = parentPages().after(response);
    List<FetchRequest> next =
        page.next().stream().map(request -> request.withRole(Role.PARENT)).toList();
    return new Page(next, page.records(), page.total(), page.mark());
  }

  private Page withChildren(RawResponse response) throws BadRecordException {
    Page page = parentPage(response);
    List<Found> records = keyScan().overElements(response, records());
    Set<Map<String, String>> named = new LinkedHashSet<>();
    for (int i = 0; i < records.size(); i++) {
      named.add(keysOf(records.get(i), i));
    }
    List<FetchRequest> next = new ArrayList<>(page.next());
    next.addAll(
        idsPerCall() == 1
            ? oneByOne(response.request(), named)
            : manyAtOnce(response.request(), named));
    return new Page(next, OptionalLong.of(records.size()), page.total(), page.mark());
  }

  private Map<String, String> keysOf(Found record, int place) throws BadRecordException {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, String> key : keys().entrySet()) {
      JsonValue value = record.at(key.getValue());
      String where = "Record " + place + " of the parent has at " + key.getValue();
      if (value.isNothing()) {
        throw new BadRecordException(Reason.MISSING_VALUE, where + " no key of its child");
      }
      if (!value.isName()) {
        throw new BadRecordException(
            Reason.WRONG_TYPE, where + " no text or whole number of usual length");
      }
      // As part of a path they would lead to another resource.
      if (value.is(Kind.TEXT) && (value.text().equals(".") || value.text().equals(".."))) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, where + " a key of dots");
      }
      values.put(key.getKey(), value.text());
    }
    return values;
  }

  private List<FetchRequest> oneByOne(FetchRequest parent, Set<Map<String, String>> named) {
    List<FetchRequest> children = new ArrayList<>();
    for (Map<String, String> keys : named) {
      Map<String, String> context = Chain.ownContext(parent);
      context.putAll(keys);
      for (FetchRequest child : child().expand(context)) {
        children.add(standingFor(parent, child));
      }
    }
    return children;
  }

  private List<FetchRequest> manyAtOnce(FetchRequest parent, Set<Map<String, String>> named) {
    if (named.isEmpty()) {
      return List.of();
    }
    String name = keys().firstKey();
    List<String> ids = named.stream().flatMap(keys -> keys.values().stream()).toList();
    Map<String, String> context = Chain.ownContext(parent);
    context.remove(name);
    return child().forEach(name, ids).inBatchesOf(name, idsPerCall(), ",").expand(context).stream()
        .map(child -> standingFor(parent, child))
        .toList();
  }

  /** Keeps what the parent stands for from what its record names by the same word. */
  private FetchRequest standingFor(FetchRequest parent, FetchRequest child) {
    Map<String, String> context = new HashMap<>(child.context());
    Map<String, String> inherited = Chain.ownContext(parent);
    for (String name : keys().keySet()) {
      context.put(PARENT + name, child.context().getOrDefault(name, ""));
      context.remove(name);
      if (inherited.containsKey(name)) {
        context.put(name, inherited.getOrDefault(name, ""));
      }
    }
    return child.withContext(context);
  }
}
