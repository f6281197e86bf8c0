package dev.headrace.io.http.wire;

import com.google.common.base.Splitter;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * Takes off the content codings of an answer (https://www.rfc-editor.org/rfc/rfc9110#section-8.4).
 * A coding that is not known stays on, with its header.
 */
final class Decoding {
  /** What to ask an API for. */
  static final String ACCEPTED = "gzip, deflate, br";

  private static final String HEADER = "content-encoding";
  private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate", "br");

  private Decoding() {}

  static boolean isNeeded(WireResponse response) {
    List<String> codings = codings(response);
    return !codings.isEmpty() && KNOWN.containsAll(codings) && response.body().length() > 0;
  }

  /**
   * The answer with its body decoded; the coded body is closed.
   *
   * @param maxBytes the most bytes of the decoded body
   * @throws WireException if the body is not what its coding asks for, or too large
   */
  static WireResponse decode(WireResponse response, long maxBytes) throws WireException {
    try (Body coded = response.body();
        Spool spool =
            new Spool(maxBytes, "The body has more than " + maxBytes + " bytes when decoded");
        InputStream decoded = open(coded, codings(response))) {
      decoded.transferTo(spool);
      Map<String, List<String>> headers = new TreeMap<>(response.headers());
      headers.remove(HEADER);
      headers.remove("content-length");
      return new WireResponse(response.status(), headers, spool.finish());
    } catch (Spool.TooLargeException e) {
      throw e.asRefusal();
    } catch (IOException | IllegalStateException e) {
      throw new WireException(
          Reason.MALFORMED, "The body is not what its Content-Encoding says it is");
    }
  }

  private static List<String> codings(WireResponse response) {
    List<String> codings = new ArrayList<>();
    for (String header : response.headers().getOrDefault(HEADER, List.of())) {
      for (String coding : Splitter.on(',').trimResults().omitEmptyStrings().split(header)) {
        if (!coding.equalsIgnoreCase("identity")) {
          codings.add(coding.toLowerCase(Locale.ROOT));
        }
      }
    }
    return codings;
  }

  /** The codings stand in the order in which they were put on. */
  private static InputStream open(Body body, List<String> codings) throws IOException {
    InputStream in = body.open();
    try {
      for (int i = codings.size() - 1; i >= 0; i--) {
        in = open(in, codings.get(i));
      }
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream open(InputStream in, String coding) throws IOException {
    return switch (coding) {
      case "br" -> new BrotliInputStream(in);
      case "deflate" -> inflating(new BufferedInputStream(in));
      default -> new GZIPInputStream(telling(in), 1 << 13);
    };
  }

  /** A gzip is taken for ended after a member where the stream does not tell of more. */
  private static InputStream telling(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int available() {
        return 1;
      }
    };
  }

  /** Many servers leave out the zlib wrapper that the standard asks for. */
  private static InputStream inflating(BufferedInputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    boolean wrapped = (first & 0x0f) == 8 && ((first << 8) + second) % 31 == 0;
    Inflater inflater = new Inflater(!wrapped);
    return new InflaterInputStream(in, inflater, 1 << 13) {
      @Override
      public void close() throws IOException {
        inflater.end();
        super.close();
      }
    };
  }
}
