package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
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
public abstract class OffsetPages extends CountedPages<OffsetPages> {
  private static final long serialVersionUID = 1L;

  abstract OffsetWay way();

  abstract int limit();

  abstract OffsetUrl urls();

  abstract boolean shortIsLast();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setWay(OffsetWay way);

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
    return create(OffsetWay.COUNTED, new Counts(null, totalPointer), limit);
  }

  /**
   * Pages of a total that the first of them tells.
   *
   * @param totalPointer JSON Pointer of the total, such as {@code /meta/total}
   * @param recordsPointer JSON Pointer of the array of records
   * @param limit records a page, 1 or more; the first request has to ask for as many
   */
  public static OffsetPages ofFirstPage(String totalPointer, String recordsPointer, int limit) {
    return create(OffsetWay.FIRST_PAGE, new Counts(recordsPointer, totalPointer), limit);
  }

  /**
   * Pages until one is empty.
   *
   * @param recordsPointer JSON Pointer of the array of records
   * @param limit records a page, 1 or more; the first request has to ask for as many
   */
  public static OffsetPages oneByOne(String recordsPointer, int limit) {
    return create(OffsetWay.ONE_BY_ONE, new Counts(recordsPointer, null), limit);
  }

  private static OffsetPages create(OffsetWay way, Counts counts, int limit) {
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
    return with(counts().withRecords(pointer), chain());
  }

  /**
   * Takes a page of fewer records than the limit for the last, and saves the request for an empty
   * one; default is not to, since a server that cuts pages to a size of its own has no other. Of
   * use with {@link #oneByOne} alone.
   */
  public OffsetPages withShortPageAsLast() {
    return toBuilder().setShortIsLast(true).build();
  }

  @Override
  OffsetPages with(Counts counts, Chain chain) {
    return toBuilder().setCounts(counts).setChain(chain).build();
  }

  @Memoized
  @Override
  JsonScan scan() {
    return counts().scan();
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
          .declaring(OptionalLong.of(counts().requireTotal(response, found)));
    }
    return way().alone(this, response, found);
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    return way().after(this, response, found);
  }
}
