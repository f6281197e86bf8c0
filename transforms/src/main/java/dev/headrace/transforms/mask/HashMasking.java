package dev.headrace.transforms.mask;

import dev.headrace.transforms.secrets.Secret;
import java.util.List;
import org.apache.avro.Schema;

/** Masks texts by their hashes; it knows where the salt is, and never holds it. */
final class HashMasking extends Masking {
  private static final long serialVersionUID = 1L;

  private final Secret salt;
  private final Encoding encoding;

  HashMasking(String field, Secret salt, Encoding encoding) {
    super(field, "hash(%s, %s, %s)".formatted(field, salt, encoding));
    this.salt = salt;
    this.encoding = encoding;
  }

  @Override
  List<Secret> secrets() {
    return List.of(salt);
  }

  @Override
  Masker masker(Schema.Field found) {
    if (!isText(found)) {
      throw notAllowed("a text", found);
    }
    return new SaltedHash(salt, encoding);
  }
}
