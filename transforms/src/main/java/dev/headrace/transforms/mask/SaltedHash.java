package dev.headrace.transforms.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.mask.Masking.Encoding;
import dev.headrace.transforms.mask.Masking.Masker;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.secrets.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** The only one that holds a salt, from the first value on; for use by one thread. */
final class SaltedHash implements Masker {
  private static final String ALGORITHM = "HmacSHA256";

  private final Secret salt;
  private final Encoding encoding;
  private @Nullable Mac mac;

  SaltedHash(Secret salt, Encoding encoding) {
    this.salt = salt;
    this.encoding = encoding;
  }

  @Override
  public Object mask(Object value) {
    Mac open = mac == null ? open() : mac;
    mac = open;
    Utf8 text = value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString());
    open.update(text.getBytes(), 0, text.getByteLength());
    return new Utf8(encoding.encode(open.doFinal()));
  }

  private Mac open() {
    try {
      Mac opened = Mac.getInstance(ALGORITHM);
      opened.init(new SecretKeySpec(Secrets.read(salt).getBytes(UTF_8), ALGORITHM));
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("The salt of a hash cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
