package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;

/** Writes the lines before the body. */
final class HeadWriter {

  static final int HUGE = 1 << 20;
  static final int MANY = 10_000;

  private static final String CRLF = "\r\n";

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private HeadWriter() {}

  /**
   * @param close whether to tell the client that the connection ends with this answer
   */
  static byte[] write(Parts parts, boolean close) {
    StringBuilder lines = new StringBuilder(256);
    if (parts.head() == Head.EARLY_HINTS) {
      lines.append("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
    }
    statusLine(lines, parts);
    parts.headers().forEach(header -> line(lines, header.name(), header.value()));
    framing(lines, parts);
    if (close) {
      line(lines, "Connection", "close");
    }
    clutter(lines, parts.head());
    return lines.append(CRLF).toString().getBytes(ISO_8859_1);
  }

  private static void statusLine(StringBuilder lines, Parts parts) {
    if (parts.head() == Head.GARBAGE_STATUS_LINE) {
      lines.append("\u0016\u0003\u0001 this is not HTTP").append(CRLF);
      return;
    }
    lines
        .append("HTTP/1.1 ")
        .append(parts.status())
        .append(' ')
        .append(REASONS.getOrDefault(parts.status(), "Unknown"))
        .append(CRLF);
  }

  private static void framing(StringBuilder lines, Parts parts) {
    if (!parts.mayHaveBody() || parts.framing() == Framing.UNTIL_CLOSE) {
      return;
    }
    if (parts.framing().chunks()) {
      line(lines, "Transfer-Encoding", "chunked");
    } else if (!Header.contains(parts.headers(), "Content-Length")) {
      lengths(lines, parts.head(), parts.body().length());
    }
  }

  private static void lengths(StringBuilder lines, Head head, long length) {
    String name = "Content-Length";
    switch (head) {
      case LENGTH_TOO_LARGE -> line(lines, name, length + 10);
      case LENGTH_TOO_SMALL -> line(lines, name, length / 2);
      case LENGTH_NOT_A_NUMBER -> line(lines, name, "many");
      case TWO_LENGTHS -> {
        line(lines, name, length + 10);
        line(lines, name, length);
      }
      default -> line(lines, name, length);
    }
  }

  private static void clutter(StringBuilder lines, Head head) {
    switch (head) {
      case LINE_WITHOUT_COLON -> lines.append("X-This line has no colon").append(CRLF);
      case HUGE_HEADER -> line(lines, "X-Huge", "h".repeat(HUGE));
      case MANY_HEADERS -> {
        for (int i = 0; i < MANY; i++) {
          line(lines, "X-Many-" + i, "m".repeat(84));
        }
      }
      default -> {}
    }
  }

  private static void line(StringBuilder lines, String name, Object value) {
    lines.append(name).append(": ").append(value).append(CRLF);
  }
}
