package dev.headrace.runners.glue;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Where the files of jobs lie on S3. A file's key has the hash of what is in it, so that it never
 * changes under a job that uses it, and is uploaded once; its name stays as it is, since Glue
 * copies a file under the last part of its key.
 */
final class ArtifactStore {
  private static final String TYPE = "application/octet-stream";
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final S3Folder folder;
  private final Notes notes;

  ArtifactStore(S3Client s3, S3Folder folder, Notes notes) {
    this.s3 = s3;
    this.folder = folder;
    this.notes = notes;
  }

  /**
   * Sees to it that a file is there.
   *
   * @return its {@code s3://} location
   * @throws IOException if the content cannot be read
   * @throws IllegalStateException if S3 does not take it
   */
  String put(String name, ByteSource content) throws IOException {
    String key = folder.key(content.hash(Hashing.sha256()) + "/" + name);
    String uri = folder.uri(key);
    long size = content.size();
    boolean there = sizeOf(key, uri).equals(OptionalLong.of(size));
    if (!there) {
      upload(key, uri, content, size);
    }
    notes.tell("upload", (there ? "there already " : "") + uri);
    return uri;
  }

  /** Whoever may not list a bucket is not told either that an object is missing. */
  private OptionalLong sizeOf(String key, String uri) {
    try {
      HeadObjectResponse found = s3.headObject(r -> r.bucket(folder.bucket()).key(key));
      return OptionalLong.of(found.contentLength());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND || e.statusCode() == FORBIDDEN) {
        return OptionalLong.empty();
      }
      throw Refusals.told("HeadObject", uri, e);
    } catch (SdkException e) {
      throw Refusals.told("HeadObject", uri, e);
    }
  }

  private void upload(String key, String uri, ByteSource content, long size) {
    RequestBody body = RequestBody.fromContentProvider(() -> open(content), size, TYPE);
    Refusals.call(
        "PutObject", uri, () -> s3.putObject(r -> r.bucket(folder.bucket()).key(key), body));
  }

  private static InputStream open(ByteSource content) {
    try {
      return content.openStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
