package dev.headrace.transforms.records;

import com.google.common.io.BaseEncoding;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.nio.ByteBuffer;

/** Readers of bytes that are written as text. */
final class BytesReaders {
  private static final int DEFAULT_VARBYTE_BYTES = 64_000;

  private BytesReaders() {}

  static ValueReader of(FieldProperties field) {
    int maxBytes = field.positive("maxBytes", DEFAULT_VARBYTE_BYTES);
    return switch (field.text("from", field.has("derive") ? "base64" : "")) {
      case "base64" -> decoded(BaseEncoding::base64, "base64", maxBytes);
      case "hex" -> decoded(() -> BaseEncoding.base16().ignoreCase(), "hex", maxBytes);
      default -> throw field.mustBe("from", "base64 or hex");
    };
  }

  /** Tells an encoding, which itself cannot be sent to a worker. */
  @FunctionalInterface
  private interface Encoding extends java.io.Serializable {
    BaseEncoding get();
  }

  private static ValueReader decoded(Encoding encoding, String name, int maxBytes) {
    return json -> {
      byte[] bytes;
      try {
        bytes = encoding.get().decode(TextReaders.textOf(json, "bytes as " + name));
      } catch (IllegalArgumentException e) {
        throw new BadRecordException(Reason.WRONG_TYPE, "is not " + name);
      }
      if (bytes.length > maxBytes) {
        throw new BadRecordException(
            Reason.OUT_OF_RANGE,
            "has " + bytes.length + " bytes, and at most " + maxBytes + " are allowed");
      }
      return ByteBuffer.wrap(bytes);
    };
  }
}
