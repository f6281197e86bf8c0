package dev.headrace.io.http.pages;

import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer tells of its chain of pages.
 *
 * <p>A chain is what follows from one planned request, or from one record of a parent ({@link
 * #isSameChain}). Whoever fetches it checks two things that one page cannot know:
 *
 * <ul>
 *   <li>A {@code mark} that an earlier page of the chain has named already is an error of the
 *       chain: it goes round in a circle.
 *   <li>When all pages of the chain have landed, a {@code total} was declared and the {@code
 *       records} of every page are known, their sum must be the total; else the chain has been cut
 *       short, which is an error of the chain. Where pages declare different totals, since records
 *       came or went in the meantime, their sum must lie between the least and the most of them.
 * </ul>
 *
 * @param next the requests that follow from it
 * @param records how many records it holds, if that can be told; 0 for one that only counts
 * @param total how many records the whole chain declares to have, if it does
 * @param mark what names the page that follows: its cursor, URL or number; none where nothing
 *     follows, or many pages at once
 */
public record Page(
    List<FetchRequest> next, OptionalLong records, OptionalLong total, Optional<String> mark) {
  private static final Page LAST =
      new Page(List.of(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  public Page {
    next = List.copyOf(next);
  }

  /** A page of which nothing is known but what follows. */
  public static Page before(List<FetchRequest> next) {
    return LAST.followedBy(next);
  }

  /** A page of which nothing is known but that nothing follows. */
  public static Page last() {
    return LAST;
  }

  /**
   * Whether a request that follows from an answer is of the same chain. All are, but for those of
   * another role that follow from a {@link Role#PARENT}: each of its children starts one of its
   * own.
   *
   * @param answered the request that the answer is to
   */
  public static boolean isSameChain(FetchRequest answered, FetchRequest next) {
    return answered.role() != Role.PARENT || next.role() == Role.PARENT;
  }

  /** The same, followed by one page that the mark names. */
  Page followedBy(FetchRequest page, String mark) {
    return new Page(List.of(page), records, total, Optional.of(mark));
  }

  /** The same, followed by these. */
  Page followedBy(List<FetchRequest> pages) {
    return new Page(pages, records, total, Optional.empty());
  }

  /** The same with another number of records. */
  Page holding(OptionalLong records) {
    return new Page(next, records, total, mark);
  }

  /** The same with another total. */
  Page declaring(OptionalLong total) {
    return new Page(next, records, total, mark);
  }
}
