package dev.headrace.io.http.pages;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages of another paginator, up to where a rule stops them. */
@AutoValue
abstract class StoppedPages extends ScannedPages {
  private static final long serialVersionUID = 1L;

  abstract Paginator pages();

  abstract StopRule rule();

  static StoppedPages of(Paginator pages, StopRule rule) {
    return new AutoValue_StoppedPages(pages, rule);
  }

  @Override
  public Set<String> headers() {
    return pages().headers();
  }

  @Memoized
  @Override
  JsonScan scan() {
    JsonScan own = JsonScan.of(rule().pointers());
    return pages() instanceof ScannedPages scanned ? own.and(scanned.scan()) : own;
  }

  @Override
  boolean reads(RawResponse response) {
    boolean asked = !rule().pointers().isEmpty() && response.request().role() != Role.COUNT;
    return asked || (pages() instanceof ScannedPages scanned && scanned.reads(response));
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    if (pages() instanceof ScannedPages scanned) {
      return declared(scanned.alone(response, found));
    }
    Page page = pages().after(response);
    return declared(page.followedBy(others(response, page)));
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    FetchRequest request = response.request();
    boolean asked = request.role() != Role.COUNT;
    // Asked first, since a paginator may well take the end for an error: a cursor that stays.
    if (asked && rule().stopsAfter(request, found)) {
      return alone(response, found);
    }
    Page page = following(response, found);
    List<FetchRequest> next = others(response, page);
    boolean oneByOne = page.next().size() - next.size() == 1;
    for (FetchRequest follower : page.next()) {
      if (Page.isSameChain(request, follower) && rule().keeps(follower)) {
        next.add(asked && oneByOne ? rule().carriedOn(request, found, follower) : follower);
      }
    }
    return declared(new Page(next, page.records(), page.total(), page.mark()));
  }

  /** What follows, but is of other chains. */
  private static List<FetchRequest> others(RawResponse response, Page page) {
    return page.next().stream()
        .filter(next -> !Page.isSameChain(response.request(), next))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Page following(RawResponse response, Found found) throws BadRecordException {
    return pages() instanceof ScannedPages scanned
        ? scanned.after(response, found)
        : pages().after(response);
  }

  private Page declared(Page page) {
    return rule().leavesOut() ? page.declaring(OptionalLong.empty()) : page;
  }
}
