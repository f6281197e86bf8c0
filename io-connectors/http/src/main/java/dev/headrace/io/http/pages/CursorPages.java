package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;

/**
 * Follows a cursor in the body: the next request is the same with the cursor as a parameter, until
 * the cursor is null, empty or not there, or a flag says that there is no more. A cursor that is
 * the one of the page itself is an error of the chain.
 */
@AutoValue
public abstract class CursorPages implements Paginator {
  private static final long serialVersionUID = 1L;

  abstract String pointer();

  abstract String parameter();

  abstract String hasMore();

  abstract Chain chain();

  /**
   * Follows up to 10,000 pages.
   *
   * @param pointer JSON Pointer of the cursor, such as {@code /meta/next_cursor}
   * @param parameter the parameter that takes it, such as {@code cursor}
   */
  public static CursorPages of(String pointer, String parameter) {
    JsonPointer.valueOf(pointer);
    checkArgument(!parameter.isEmpty(), "parameter must not be empty");
    return new AutoValue_CursorPages(pointer, parameter, "", Chain.DEFAULT);
  }

  /**
   * Stops where the boolean at this JSON Pointer is false; default is to go by the cursor alone.
   */
  public CursorPages withHasMore(String pointer) {
    JsonPointer.valueOf(pointer);
    return new AutoValue_CursorPages(pointer(), parameter(), pointer, chain());
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public CursorPages withMaxPages(int maxPages) {
    return new AutoValue_CursorPages(pointer(), parameter(), hasMore(), new Chain(maxPages));
  }

  @Override
  public List<FetchRequest> after(RawResponse response) throws BadRecordException {
    if (!hasMore().isEmpty() && !hasMore(JsonBody.at(response, hasMore()))) {
      return List.of();
    }
    JsonNode cursor = JsonBody.at(response, pointer());
    if (JsonBody.isNothing(cursor)) {
      return List.of();
    }
    if (!cursor.isTextual() && !cursor.isIntegralNumber()) {
      throw new BadRecordException(
          Reason.MALFORMED, "The cursor at " + pointer() + " is neither text nor a whole number");
    }
    FetchRequest page = response.request();
    if (cursor.asText().equals(Query.parameters(page.url()).get(parameter()))) {
      throw new BadRecordException(
          Reason.MALFORMED, "Page " + page.page() + " has its own cursor as the next one");
    }
    return chain().next(page, Query.with(page.url(), parameter(), cursor.asText()));
  }

  private boolean hasMore(JsonNode flag) throws BadRecordException {
    if (!flag.isBoolean()) {
      throw new BadRecordException(Reason.MALFORMED, "There is no boolean at " + hasMore());
    }
    return flag.booleanValue();
  }
}
