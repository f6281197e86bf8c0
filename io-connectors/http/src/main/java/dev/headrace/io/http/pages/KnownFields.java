package dev.headrace.io.http.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields by which APIs usually name their pages; {@link DetectedPages} documents them. */
final class KnownFields {
  private static final List<String> TOP_OR_META = List.of("", "/meta", "/metadata", "/pagination");

  /** Where links to the next page stand. */
  static final List<String> LINKS = links();

  /** Where cursors stand, and the parameter that takes them. */
  static final Map<String, String> CURSORS = cursors();

  /** Where the number of the next page stands. */
  static final List<String> NEXT_NUMBERS = below(TOP_OR_META, "next_page", "nextPage");

  /** Where the number of pages stands, and the page's own. */
  static final List<Numbered> NUMBERED = numbered();

  /** Where a flag stands that says that there is more. */
  static final List<String> FLAGS =
      below(TOP_OR_META, "has_more", "hasMore", "has_next", "hasNext");

  static final JsonScan SCAN = scan();

  /**
   * A page among others.
   *
   * @param pages JSON Pointer of how many there are
   * @param own JSON Pointer of its own number
   */
  record Numbered(String pages, String own) {}

  private KnownFields() {}

  private static List<String> below(List<String> places, String... fields) {
    List<String> pointers = new ArrayList<>();
    for (String place : places) {
      for (String field : fields) {
        pointers.add(place + "/" + field);
      }
    }
    return List.copyOf(pointers);
  }

  private static List<String> links() {
    List<String> links =
        new ArrayList<>(
            below(
                List.of(""),
                "next",
                "next/href",
                "next_url",
                "nextUrl",
                "nextLink",
                "next_link",
                "next_page",
                "nextPage",
                "next_page_url",
                "nextPageUrl",
                "next_page/uri",
                "nextRecordsUrl",
                "@odata.nextLink",
                "odata.nextLink",
                "d/__next"));
    links.addAll(below(List.of("/links", "/_links"), "next", "next/href"));
    links.addAll(
        below(
            List.of("/meta", "/metadata", "/paging", "/pagination", "/info"),
            "next",
            "next_url",
            "next_page_url",
            "nextUrl",
            "links/next"));
    links.add("/paging/next/link");
    return List.copyOf(links);
  }

  private static Map<String, String> cursors() {
    Map<String, String> cursors = new LinkedHashMap<>();
    List<String> places =
        List.of("", "/response_metadata", "/meta", "/metadata", "/paging", "/pagination");
    below(places, "next_cursor", "nextCursor").forEach(at -> cursors.put(at, "cursor"));
    cursors.put("/nextPageToken", "pageToken");
    cursors.put("/next_page_token", "page_token");
    cursors.put("/nextToken", "nextToken");
    cursors.put("/NextToken", "NextToken");
    cursors.put("/next_token", "next_token");
    cursors.put("/meta/next_token", "pagination_token");
    cursors.put("/metadata/continue", "continue");
    cursors.put("/continuationToken", "continuationToken");
    cursors.put("/continuation_token", "continuation_token");
    cursors.put("/paging/next/after", "after");
    return cursors;
  }

  private static List<Numbered> numbered() {
    List<Numbered> numbered = new ArrayList<>();
    List<String> places = new ArrayList<>(TOP_OR_META);
    places.add("/page");
    for (String place : places) {
      for (String pages :
          List.of("total_pages", "totalPages", "last_page", "lastPage", "page_count")) {
        for (String own : List.of("page", "current_page", "currentPage", "number")) {
          numbered.add(new Numbered(place + "/" + pages, place + "/" + own));
        }
      }
    }
    return List.copyOf(numbered);
  }

  private static JsonScan scan() {
    Set<String> pointers = new LinkedHashSet<>(LINKS);
    pointers.addAll(CURSORS.keySet());
    pointers.addAll(NEXT_NUMBERS);
    pointers.addAll(FLAGS);
    for (Numbered numbered : NUMBERED) {
      pointers.add(numbered.pages());
      pointers.add(numbered.own());
    }
    return JsonScan.of(pointers);
  }
}
