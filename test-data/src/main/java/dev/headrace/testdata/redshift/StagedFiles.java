package dev.headrace.testdata.redshift;

import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The objects a COPY reads and an UNLOAD writes. */
final class StagedFiles implements AutoCloseable {
  private final S3Client s3;

  StagedFiles(URI endpoint) {
    this.s3 = LocalS3.newClient(endpoint);
  }

  /**
   * @param columnar whether every entry must tell the length of its file
   */
  Manifest manifest(S3Url url, boolean columnar) throws CopyException {
    try {
      byte[] json = s3.getObjectAsBytes(r -> r.bucket(url.bucket()).key(url.key())).asByteArray();
      return Manifest.parse(new String(json, StandardCharsets.UTF_8), url, columnar);
    } catch (SdkException e) {
      throw unreadable("Problem reading manifest file", url, e);
    }
  }

  /**
   * The entries whose objects exist.
   *
   * @throws CopyException if a mandatory object or every object is missing, or one has another
   *     length than the manifest says
   */
  List<Manifest.Entry> present(Manifest manifest, S3Url source) throws CopyException {
    List<Manifest.Entry> present = new ArrayList<>();
    for (Manifest.Entry entry : manifest.entries()) {
      long length = length(entry);
      if (length >= 0) {
        present.add(entry.withContentLength(length));
      }
    }
    if (present.isEmpty()) {
      throw CopyException.load(CopyException.S3, "No files were found for the manifest " + source);
    }
    return present;
  }

  /** The bytes of the object, or -1 if it may be missing and is. */
  private long length(Manifest.Entry entry) throws CopyException {
    S3Url url = entry.url();
    long length;
    try {
      length = s3.headObject(r -> r.bucket(url.bucket()).key(url.key())).contentLength();
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !entry.mandatory()) {
        return -1;
      }
      throw unreadable("Mandatory file of the manifest cannot be read", url, e);
    } catch (SdkException e) {
      throw unreadable("Problem reading", url, e);
    }
    if (entry.contentLength() >= 0 && length != entry.contentLength()) {
      throw CopyException.load(
          CopyException.SCAN,
          "The manifest's content_length of %s is %d, but the object has %d bytes"
              .formatted(url, entry.contentLength(), length));
    }
    return length;
  }

  /** Reads the copy of an object on the local disk. */
  @FunctionalInterface
  interface Reader {
    void read(Path file) throws IOException, SQLException;
  }

  /**
   * Has an object read from the local disk, where it is no longer than that.
   *
   * @param format what it should be, for messages
   */
  void read(S3Url url, String format, Reader reader) throws SQLException {
    try {
      Path file = download(url);
      try {
        reader.read(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      CopyException error =
          CopyException.load(
              CopyException.SCAN,
              "File '" + url + "' cannot be read as " + format + ": " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private Path download(S3Url url) throws CopyException, IOException {
    Path file = Files.createTempFile("headrace-copy", ".parquet");
    try {
      Files.delete(file);
      s3.getObject(r -> r.bucket(url.bucket()).key(url.key()), file);
      return file;
    } catch (SdkException e) {
      Files.deleteIfExists(file);
      throw unreadable("Problem reading", url, e);
    }
  }

  /** Everything whose key begins so. */
  List<S3Url> list(S3Url prefix) throws CopyException {
    try {
      return s3
          .listObjectsV2Paginator(r -> r.bucket(prefix.bucket()).prefix(prefix.key()))
          .contents()
          .stream()
          .map(object -> new S3Url(prefix.bucket(), object.key()))
          .toList();
    } catch (SdkException e) {
      throw unreadable("Problem listing", prefix, e);
    }
  }

  void put(S3Url url, Path file) throws CopyException {
    put(url, RequestBody.fromFile(file));
  }

  void put(S3Url url, byte[] bytes) throws CopyException {
    put(url, RequestBody.fromBytes(bytes));
  }

  private void put(S3Url url, RequestBody body) throws CopyException {
    try {
      s3.putObject(r -> r.bucket(url.bucket()).key(url.key()), body);
    } catch (SdkException e) {
      throw unreadable("Problem writing", url, e);
    }
  }

  void delete(S3Url url) throws CopyException {
    try {
      s3.deleteObject(r -> r.bucket(url.bucket()).key(url.key()));
    } catch (SdkException e) {
      throw unreadable("Problem removing", url, e);
    }
  }

  private static CopyException unreadable(String what, S3Url url, SdkException e) {
    String why =
        e instanceof S3Exception s3
            ? s3.statusCode() == 404
                ? "The specified key does not exist.,Status 404,Error NoSuchKey"
                : s3.getMessage()
            : String.valueOf(e.getMessage());
    CopyException error =
        CopyException.load(CopyException.S3, what + " - S3ServiceException:" + why + ",Key " + url);
    error.initCause(e);
    return error;
  }

  @Override
  public void close() {
    s3.close();
  }
}
