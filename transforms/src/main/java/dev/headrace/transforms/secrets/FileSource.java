package dev.headrace.transforms.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Secrets in files, {@code file:/path}: UTF-8, without the end of the last line. */
final class FileSource implements SecretSource {
  private static final String PREFIX = "file:";

  // Ample: what AWS Secrets Manager holds of one secret.
  private static final int MAX_BYTES = 65_536;

  @Override
  public boolean knows(String reference) {
    return reference.startsWith(PREFIX);
  }

  @Override
  public String read(String reference) throws IOException {
    byte[] content = content(reference);
    if (content.length > MAX_BYTES) {
      throw new IOException(
          "The file of the secret " + reference + " has more than " + MAX_BYTES + " bytes");
    }
    String value = CharMatcher.anyOf("\r\n").trimTrailingFrom(text(reference, content));
    if (value.isEmpty()) {
      throw new IOException("The file of the secret " + reference + " is empty");
    }
    return value;
  }

  private static byte[] content(String reference) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(reference.substring(PREFIX.length())))) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(reference, null, "the file of this secret is not there");
    } catch (IOException e) {
      throw new IOException("The file of the secret " + reference + " cannot be read", e);
    }
  }

  private static String text(String reference, byte[] content) throws IOException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("The file of the secret " + reference + " is not UTF-8", e);
    }
  }
}
