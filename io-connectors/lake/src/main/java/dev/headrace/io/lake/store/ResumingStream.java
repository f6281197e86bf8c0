package dev.headrace.io.lake.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The content of an object. The SDK retries a call that brought no answer, but not an answer that
 * breaks off: that is asked for again from the byte where it broke, of the same version of the
 * object, as long as it gets on.
 */
final class ResumingStream extends InputStream {
  private static final int MAX_BREAKS_WITHOUT_PROGRESS = 3;

  private final S3Client client;
  private final S3Location at;
  private final OptionalLong last;
  private final String version;
  private ResponseInputStream<GetObjectResponse> in;
  private long position;
  private int breaks;

  private ResumingStream(
      S3Client client,
      S3Location at,
      long first,
      OptionalLong last,
      ResponseInputStream<GetObjectResponse> in) {
    this.client = client;
    this.at = at;
    this.position = first;
    this.last = last;
    this.in = in;
    this.version = in.response().eTag();
  }

  /** Opens a whole object. */
  static ResumingStream open(S3Client client, S3Location at) {
    return open(client, at, 0, OptionalLong.empty());
  }

  /**
   * Opens a part of an object.
   *
   * @param first byte, from 0
   * @param last byte, or none for the end of the object
   */
  static ResumingStream open(S3Client client, S3Location at, long first, OptionalLong last) {
    return new ResumingStream(client, at, first, last, get(client, at, first, last, null));
  }

  private static ResponseInputStream<GetObjectResponse> get(
      S3Client client, S3Location at, long first, OptionalLong last, @Nullable String version) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(at.bucket()).key(at.key()).ifMatch(version);
    if (first > 0 || last.isPresent()) {
      request.range("bytes=" + first + "-" + (last.isPresent() ? last.getAsLong() : ""));
    }
    return client.getObject(request.build());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      try {
        int n = in.read(buffer, offset, length);
        position += Math.max(0, n);
        breaks = n > 0 ? 0 : breaks;
        return n;
      } catch (IOException | SdkException e) {
        resume(e);
      }
    }
  }

  private void resume(Exception broken) throws IOException {
    in.abort();
    breaks++;
    if (breaks > MAX_BREAKS_WITHOUT_PROGRESS) {
      throw new IOException("Reading " + at + " breaks off at byte " + position, broken);
    }
    try {
      in = get(client, at, position, last, version);
    } catch (SdkException e) {
      e.addSuppressed(broken);
      throw new IOException("Reading " + at + " breaks off at byte " + position, e);
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
