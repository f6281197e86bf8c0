package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.io.http.pages.CursorTarget.Place;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.Map;
import java.util.Set;

/**
 * Follows a cursor in the body or in a header of the answer: the next request is the same with the
 * cursor in it, until the cursor is null, empty or not there, or a flag says that there is no more.
 * A cursor that is the one of the page itself, and a flag that says that there is more where there
 * is no cursor, are errors of the chain.
 */
@AutoValue
public abstract class CursorPages extends CountedPages<CursorPages> {
  private static final long serialVersionUID = 1L;

  abstract CursorSource source();

  abstract CursorTarget target();

  abstract String hasMore();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setSource(CursorSource source);

    abstract Builder setTarget(CursorTarget target);

    abstract Builder setHasMore(String pointer);

    abstract Builder setCounts(Counts counts);

    abstract Builder setChain(Chain chain);

    abstract CursorPages build();
  }

  /**
   * Follows up to 10,000 pages by a cursor in the body.
   *
   * @param pointer JSON Pointer of the cursor, such as {@code /meta/next_cursor}
   * @param parameter the parameter that takes it, such as {@code cursor}
   */
  public static CursorPages of(String pointer, String parameter) {
    return create(CursorSource.inBody(pointer), parameter);
  }

  /**
   * Follows up to 10,000 pages by a cursor in a header of the answer.
   *
   * @param name the header, such as {@code X-Next-Cursor}
   * @param parameter the parameter that takes the cursor, such as {@code cursor}
   */
  public static CursorPages inHeader(String name, String parameter) {
    return create(CursorSource.inHeader(name), parameter);
  }

  private static CursorPages create(CursorSource source, String parameter) {
    checkArgument(!parameter.isEmpty(), "parameter must not be empty");
    return new AutoValue_CursorPages.Builder()
        .setSource(source)
        .setTarget(new CursorTarget(Place.PARAMETER, parameter))
        .setHasMore("")
        .setCounts(Counts.NONE)
        .setChain(Chain.DEFAULT)
        .build();
  }

  /**
   * Sends the cursor in the JSON body of the request instead of a parameter.
   *
   * @param pointer JSON Pointer of where it stands, such as {@code /variables/after}; the objects
   *     on the way are made if they are not there
   */
  public CursorPages sentInBody(String pointer) {
    Pointers.requirePlace("sentInBody", pointer);
    return toBuilder().setTarget(new CursorTarget(Place.BODY, pointer)).build();
  }

  /**
   * Sends the cursor in a header of the request instead of a parameter.
   *
   * @param name the header, such as {@code X-Cursor}; none that holds a secret
   */
  public CursorPages sentInHeader(String name) {
    FetchRequest unused = FetchRequest.get("", "", "").withHeaders(Map.of(name, ""));
    return toBuilder().setTarget(new CursorTarget(Place.HEADER, name)).build();
  }

  /**
   * Stops where the boolean at this JSON Pointer is false; default is to go by the cursor alone.
   */
  public CursorPages withHasMore(String pointer) {
    Pointers.require("hasMore", pointer);
    return toBuilder().setHasMore(pointer).build();
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public CursorPages withRecords(String pointer) {
    return with(counts().withRecords(pointer), chain());
  }

  /**
   * Takes the number of records of all pages from this JSON Pointer, where the first page has to
   * have it; default is not to.
   */
  public CursorPages withTotal(String pointer) {
    return with(counts().withTotal(pointer), chain());
  }

  @Override
  CursorPages with(Counts counts, Chain chain) {
    return toBuilder().setCounts(counts).setChain(chain).build();
  }

  @Override
  public Set<String> headers() {
    return source().headers();
  }

  @Memoized
  @Override
  JsonScan scan() {
    return counts().scan(source().pointer(), hasMore());
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    Page alone = alone(response, found);
    boolean flagged = !hasMore().isEmpty() && !found.isEmpty();
    if (flagged && !found.at(hasMore()).requireBoolean(hasMore())) {
      return alone;
    }
    JsonValue cursor = source().read(response, found);
    if (cursor.isNothing()) {
      if (flagged) {
        throw new BadRecordException(
            Reason.MALFORMED, hasMore() + " says that there is more, but there is no cursor");
      }
      return alone;
    }
    FetchRequest page = response.request();
    if (cursor.text().equals(target().sentWith(page))) {
      throw new BadRecordException(
          Reason.MALFORMED, "Page " + page.page() + " has its own cursor as the next one");
    }
    return alone.followedBy(chain().next(page, target().send(page, cursor)), cursor.text());
  }
}
