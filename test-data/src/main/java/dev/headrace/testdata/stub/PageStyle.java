package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How an API lets its clients go from page to page. */
enum PageStyle {
  SINGLE("", false) {
    @Override
    long start(Received request, int size) {
      return 0;
    }

    @Override
    Answer show(Page page, Received request) {
      return Answer.json("{\"items\":" + page.array() + "}");
    }
  },

  LINK_HEADER("per_page", true) {
    @Override
    long start(Received request, int size) {
      return numberedStart(request, size);
    }

    @Override
    Answer show(Page page, Received request) {
      List<String> links = new ArrayList<>();
      if (page.start() > 0) {
        links.add(link(request, 1, "first"));
        links.add(link(request, page.number() - 1, "prev"));
      }
      if (page.hasNext()) {
        links.add(link(request, page.next() / page.size() + 1, "next"));
        if (page.total() != Page.ENDLESS) {
          links.add(link(request, page.pages(), "last"));
        }
      }
      Answer answer = Answer.json(page.array());
      return links.isEmpty() ? answer : answer.withHeader("Link", String.join(", ", links));
    }
  },

  OFFSET("limit", false) {
    @Override
    long start(Received request, int size) {
      return request.parameter("offset", 0);
    }

    @Override
    Answer show(Page page, Received request) {
      return items(
          page,
          "\"offset\":%d,\"limit\":%d,\"total\":%d"
              .formatted(page.start(), page.size(), page.total()));
    }
  },

  NUMBERED("per_page", false) {
    @Override
    long start(Received request, int size) {
      return numberedStart(request, size);
    }

    @Override
    Answer show(Page page, Received request) {
      return items(page, "\"page\":" + page.number() + ",\"total_pages\":" + page.pages());
    }
  },

  BODY_CURSOR("limit", true) {
    @Override
    long start(Received request, int size) {
      return request.parameter("cursor").map(PageStyle::fromCursor).orElse(0L);
    }

    @Override
    Answer show(Page page, Received request) {
      String cursor = page.hasNext() ? "\"" + cursor(page.next()) + "\"" : "null";
      return items(page, "\"next_cursor\":" + cursor);
    }
  },

  HEADER_CURSOR("limit", true) {
    @Override
    long start(Received request, int size) {
      return request.parameter("cursor").map(PageStyle::fromCursor).orElse(0L);
    }

    @Override
    Answer show(Page page, Received request) {
      Answer answer = Answer.json("{\"items\":" + page.array() + "}");
      return page.hasNext() ? answer.withHeader("X-Next-Cursor", cursor(page.next())) : answer;
    }
  },

  BODY_LINK("limit", true) {
    @Override
    long start(Received request, int size) {
      return request.parameter("offset", 0);
    }

    @Override
    Answer show(Page page, Received request) {
      String next = page.hasNext() ? "\"" + uri(request, "offset", page.next()) + "\"" : "null";
      return items(page, "\"next\":" + next);
    }
  };

  private final String sizeParameter;
  private final boolean namesNext;

  PageStyle(String sizeParameter, boolean namesNext) {
    this.sizeParameter = sizeParameter;
    this.namesNext = namesNext;
  }

  abstract long start(Received request, int size);

  abstract Answer show(Page page, Received request);

  String sizeParameter() {
    return sizeParameter;
  }

  /** Whether the API tells where the next page is, and not only how many there are. */
  boolean namesNext() {
    return namesNext;
  }

  private static Answer items(Page page, String rest) {
    return Answer.json("{\"items\":" + page.array() + "," + rest + "}");
  }

  private static long numberedStart(Received request, int size) {
    return (request.parameter("page", 1) - 1L) * size;
  }

  private static String link(Received request, long number, String relation) {
    return "<" + uri(request, "page", number) + ">; rel=\"" + relation + "\"";
  }

  /** The request's own address with another value for one parameter. */
  private static String uri(Received request, String parameter, long value) {
    Map<String, String> parameters = new LinkedHashMap<>(request.parameters());
    parameters.put(parameter, Long.toString(value));
    return parameters.entrySet().stream()
        .map(
            e ->
                URLEncoder.encode(e.getKey(), UTF_8) + "=" + URLEncoder.encode(e.getValue(), UTF_8))
        .collect(Collectors.joining("&", request.baseUri() + request.path() + "?", ""));
  }

  private static String cursor(long index) {
    return Base64.getUrlEncoder().encodeToString(("from:" + index).getBytes(UTF_8));
  }

  private static long fromCursor(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
    if (!text.startsWith("from:")) {
      throw new IllegalArgumentException("unknown cursor");
    }
    return Long.parseLong(text.substring("from:".length()));
  }
}
