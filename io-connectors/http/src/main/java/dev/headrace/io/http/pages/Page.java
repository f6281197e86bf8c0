package dev.headrace.io.http.pages;

import dev.headrace.transforms.fetch.FetchRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer tells of its chain of pages.
 *
 * @param next the requests that follow from it
 * @param records how many records it holds, if that can be told
 * @param total how many records the whole chain declares to have, if it does
 * @param mark what names the page that follows, such as a cursor; a chain that comes upon one twice
 *     goes round in a circle
 */
public record Page(
    List<FetchRequest> next, OptionalLong records, OptionalLong total, Optional<String> mark) {

  /** A page of which nothing is known but what follows. */
  public static Page before(List<FetchRequest> next) {
    return new Page(next, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }
}
