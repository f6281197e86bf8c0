package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Pages by {@code limit} and {@code offset}, in one of three ways:
 *
 * <ul>
 *   <li>{@link #ofTotal}: the answer to a request of role {@code COUNT} tells the total, and is
 *       followed by all its pages at once, which are fetched in parallel.
 *   <li>{@link #ofFirstPage}: the first page tells the total, and is followed by all others at
 *       once. If the server has cut the first page to fewer records than were asked for, the others
 *       are asked for in that size.
 *   <li>{@link #oneByOne}: a page is followed by the next until one is empty. The next starts where
 *       the records of this one end, so that a server that cuts pages to a size of its own loses
 *       none.
 * </ul>
 */
@AutoValue
public abstract class OffsetPages extends ScannedPages {
  private static final long serialVersionUID = 1L;

  enum Way {
    COUNTED,
    FIRST_PAGE,
    ONE_BY_ONE
  }

  abstract Way way();

  abstract Counts counts();

  abstract int limit();

  abstract OffsetUrl urls();

  abstract boolean shortIsLast();

  abstract Chain chain();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setWay(Way way);

    abstract Builder setCounts(Counts counts);

    abstract Builder setLimit(int limit);

    abstract Builder setUrls(OffsetUrl urls);

    abstract Builder setShortIsLast(boolean shortIsLast);

    abstract Builder setChain(Chain chain);

    abstract OffsetPages build();
  }

  /**
   * Pages of a total that is counted beforehand.
   *
   * @param totalPointer JSON Pointer of the total in the answer that counts, such as {@code /count}
   * @param limit records a page, 1 or more
   */
  public static OffsetPages ofTotal(String totalPointer, int limit) {
    return create(Way.COUNTED, new Counts(null, totalPointer), limit);
  }

  /**
   * Pages of a total that the first of them tells.
   *
   * @param totalPointer JSON Pointer of the total, such as {@code /meta/total}
   * @param recordsPointer JSON Pointer of the array of records
   * @param limit records a page, 1 or more; the first request has to ask for as many
   */
  public static OffsetPages ofFirstPage(String totalPointer, String recordsPointer, int limit) {
    return create(Way.FIRST_PAGE, new Counts(recordsPointer, totalPointer), limit);
  }

  /**
   * Pages until one is empty.
   *
   * @param recordsPointer JSON Pointer of the array of records
   * @param limit records a page, 1 or more; the first request has to ask for as many
   */
  public static OffsetPages oneByOne(String recordsPointer, int limit) {
    return create(Way.ONE_BY_ONE, new Counts(recordsPointer, null), limit);
  }

  private static OffsetPages create(Way way, Counts counts, int limit) {
    checkArgument(limit >= 1, "limit must be at least 1, but was %s", limit);
    return new AutoValue_OffsetPages.Builder()
        .setWay(way)
        .setCounts(counts)
        .setLimit(limit)
        .setUrls(OffsetUrl.DEFAULT)
        .setShortIsLast(false)
        .setChain(Chain.DEFAULT)
        .build();
  }

  /** Counts offsets from this number; default is 0. */
  public OffsetPages withFirstOffset(int firstOffset) {
    return toBuilder().setUrls(urls().from(firstOffset)).build();
  }

  /** Names the parameters; default is {@code limit} and {@code offset}. */
  public OffsetPages withParameters(String limit, String offset) {
    checkArgument(!limit.isEmpty() && !offset.isEmpty(), "limit and offset must not be empty");
    return toBuilder().setUrls(urls().named(limit, offset)).build();
  }

  /**
   * Fetches pages from another path than the total; default is the same. Of use with {@link
   * #ofTotal} alone.
   *
   * @param countPath how the path ends that counts, such as {@code /count}
   * @param pagePath what stands there in a page's URL, such as {@code /query}
   */
  public OffsetPages withPagePath(String countPath, String pagePath) {
    return toBuilder().setUrls(urls().moved(countPath, pagePath)).build();
  }

  /** Counts the records in the array at this JSON Pointer; default of a total is not to. */
  public OffsetPages withRecords(String pointer) {
    return toBuilder().setCounts(counts().withRecords(pointer)).build();
  }

  /**
   * Takes a page of fewer records than the limit for the last, and saves the request for an empty
   * one; default is not to, since a server that cuts pages to a size of its own has no other. Of
   * use with {@link #oneByOne} alone.
   */
  public OffsetPages withShortPageAsLast() {
    return toBuilder().setShortIsLast(true).build();
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public OffsetPages withMaxPages(int maxPages) {
    return toBuilder().setChain(new Chain(maxPages)).build();
  }

  @Memoized
  @Override
  JsonScan scan() {
    return JsonScan.of(counts().pointers());
  }

  @Override
  boolean reads(RawResponse response) {
    return response.request().role() == Role.COUNT || counts().records() != null;
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    if (response.request().role() == Role.COUNT) {
      return Page.last()
          .holding(OptionalLong.of(0))
          .declaring(OptionalLong.of(total(response, found)));
    }
    return switch (way()) {
      case COUNTED, ONE_BY_ONE -> new Counts(counts().records(), null).of(found);
      case FIRST_PAGE -> firstPage(response, found);
    };
  }

  /** The total of a chain that does not start with the first record has these left out. */
  private Page firstPage(RawResponse response, Found found) throws BadRecordException {
    Page page = new Counts(counts().records(), null).of(found);
    FetchRequest request = response.request();
    if (found.isEmpty() || Chain.isFannedOut(request)) {
      return page;
    }
    long left = total(response, found) - urls().skippedBy(request);
    return page.declaring(OptionalLong.of(Math.max(left, 0)));
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    Page alone = alone(response, found);
    FetchRequest request = response.request();
    if (way() == Way.COUNTED) {
      return request.role() == Role.COUNT
          ? alone.followedBy(counted(request, total(response, found)))
          : alone;
    }
    if (found.isEmpty() || Chain.isFannedOut(request)) {
      return alone;
    }
    String pointer = Objects.requireNonNull(counts().records());
    long records = found.at(pointer).requireElements(pointer);
    return way() == Way.FIRST_PAGE
        ? others(alone, request, records)
        : following(alone, request, records);
  }

  private List<FetchRequest> counted(FetchRequest request, long total) throws BadRecordException {
    chain().requirePages((total + limit() - 1) / limit());
    List<FetchRequest> pages = new ArrayList<>();
    for (long from = 0; from < total; from += limit()) {
      pages.add(request.atPage(pages.size(), urls().ofPage(request.url(), limit(), from)));
    }
    return pages;
  }

  private Page others(Page alone, FetchRequest request, long records) throws BadRecordException {
    long left = alone.total().orElse(0) - records;
    if (left <= 0 || records == 0) {
      return alone;
    }
    long size = Math.min(records, limit());
    long start = urls().skippedBy(request) + records;
    return alone.followedBy(
        chain()
            .fanOut(
                request,
                1,
                (left + size - 1) / size,
                page -> urls().set(request.url(), size, start + (page - 1) * size)));
  }

  private Page following(Page alone, FetchRequest request, long records) throws BadRecordException {
    if (records == 0 || (shortIsLast() && records < limit())) {
      return alone;
    }
    long from = urls().skippedBy(request) + records;
    return alone.followedBy(
        chain().next(request, urls().set(request.url(), limit(), from)), Long.toString(from));
  }

  private long total(RawResponse response, Found found) throws BadRecordException {
    if (response.status() == 204) {
      return 0;
    }
    String pointer = Objects.requireNonNull(counts().total());
    return found
        .at(pointer)
        .count()
        .orElseThrow(
            () ->
                new BadRecordException(
                    Reason.MALFORMED, "The answer has no whole number at " + pointer));
  }
}
