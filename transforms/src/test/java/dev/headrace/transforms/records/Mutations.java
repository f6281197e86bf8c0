package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.google.common.primitives.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Does to good bodies what breaks, senders and attackers do. */
final class Mutations {
  private static final List<byte[]> PIECES =
      List.of(
          text("["),
          text("{"),
          text("]"),
          text("}"),
          text("\""),
          text("\\"),
          text(","),
          text("\n"),
          text("\r"),
          text("<"),
          text("</entry>"),
          text("<entry>"),
          text("&"),
          text("&lol;"),
          text("]]>"),
          text("<![CDATA["),
          text("<!DOCTYPE feed [<!ENTITY lol 'lol'>]>"),
          text("\u0000"),
          text("\n\u0000{\u0000\u0000A\n"),
          text("\n\u0000\u0000\u0000{ABCD\n"),
          text("\n\u0000{\u0000}\n"),
          text("\u0007"),
          text("\uFEFF"),
          text("\\ud800"),
          text("\\u0000"),
          text("1e999999999"),
          text("-1e-999999999"),
          text("1e99999999999"),
          text("0e999999999"),
          text("1".repeat(10_000)),
          text("0.".concat("1".repeat(10_000))),
          text("\"id\":1,\"id\":2,"),
          text("NaN"),
          text("null"),
          new byte[] {(byte) 0xC0, (byte) 0x80},
          new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xFF, (byte) 0xFE},
          new byte[] {(byte) 0xE2, (byte) 0x82});

  /** Too large to be put in often. */
  private static final List<byte[]> LARGE_PIECES =
      List.of(
          text("[".repeat(100_000)),
          text("{\"a\":".repeat(100_000)),
          text(deepUnderLongNames()),
          text("[".repeat(100_000) + "]".repeat(100_000)),
          text("<a>".repeat(100_000)),
          text("<a>".repeat(900) + "</a>".repeat(900)),
          text("x".repeat(1_000_000)),
          text("1".repeat(1_000_000)),
          text(",".repeat(100_000)),
          text("\"".repeat(100_001)));

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A field more of a record, whose names would be 30 MB if they were joined. */
  private static String deepUnderLongNames() {
    String opened = ("{\"" + "n".repeat(3_000) + "\":").repeat(100);
    String fields =
        IntStream.range(0, 100).mapToObj(i -> "\"" + i + "\":1").collect(joining(",", "{", "}"));
    return ",\"deep\":" + opened + fields + "}".repeat(100);
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  /** The body with one to three things done to it. */
  byte[] of(byte[] body) {
    byte[] bytes = body;
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = at + random.nextInt(bytes.length + 1 - at);
    int kind = random.nextInt(200);
    if (kind < 2) {
      return insert(bytes, at, LARGE_PIECES.get(random.nextInt(LARGE_PIECES.size())));
    }
    return switch (kind % 8) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 ->
          Bytes.concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
      case 2 -> insert(bytes, at, Arrays.copyOfRange(bytes, at, end));
      case 3 -> changed(bytes);
      case 4 -> kind < 20 ? new String(bytes, UTF_8).getBytes(UTF_16) : changed(bytes);
      default -> insert(bytes, at, PIECES.get(random.nextInt(PIECES.size())));
    };
  }

  private static byte[] insert(byte[] bytes, int at, byte[] piece) {
    return Bytes.concat(
        Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private byte[] changed(byte[] bytes) {
    byte[] copy = bytes.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }
}
