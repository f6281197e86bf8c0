package dev.headrace.testdata.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 endpoint in this JVM, on the loopback interface and a free port.
 *
 * <p>Requests must be signed (AWS Signature Version 4) with {@link #accessKeyId()} and {@link
 * #secretAccessKey()}; others get 403. Buckets are addressed in path style. A conditional write
 * ({@code If-None-Match: *}) is atomic: of many concurrent writers exactly one wins, the others get
 * 412. An object becomes visible when its last byte was received, never earlier.
 *
 * <p>What differs from Amazon S3: {@code If-Match} is not atomic, there are no tags, lifecycle
 * rules or notifications, a key cannot be both an object and a "folder" ({@code a} and {@code
 * a/b}), and one path segment of a key holds at most about 218 bytes.
 *
 * <p>Safe for use by several threads. The JVM does not exit by itself before this is closed.
 */
public final class LocalS3 implements AutoCloseable {
  /** The access key every instance accepts. Not a secret: the server listens on loopback only. */
  public static final String ACCESS_KEY_ID = "local-identity";

  /** The secret that belongs to {@link #ACCESS_KEY_ID}. */
  public static final String SECRET_ACCESS_KEY = "local-credential";

  /** The only region. */
  public static final String REGION = "us-east-1";

  private final S3Proxy server;
  private final URI endpoint;
  private final S3Client client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalS3(BlobStore objects) {
    this.server =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .blobStore(objects)
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("The local S3 endpoint did not start", e);
    }
    this.endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    this.client = newClient(endpoint);
  }

  /** Starts an endpoint whose objects are gone when it is closed. */
  public static LocalS3 inMemory() {
    return new LocalS3(new TransientNio2BlobStore());
  }

  /**
   * Starts an endpoint whose objects are files below {@code directory}, one folder a bucket. They
   * are there again when another endpoint is started on the same directory.
   *
   * <p>Uploads that a killed process left unfinished are removed at the start. This recognises them
   * by their file name and their missing extended attributes, so it needs a file system with user
   * attributes (ext4, xfs, btrfs, overlay; not tmpfs on older kernels).
   *
   * @param directory created if absent; must not be served by two endpoints at the same time
   * @throws UncheckedIOException if the directory cannot be created or read
   */
  public static LocalS3 at(Path directory) {
    try {
      Files.createDirectories(directory);
      UnfinishedUploads.removeBelow(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep objects below " + directory, e);
    }
    return new LocalS3(new FilesystemNio2BlobStore(directory.toAbsolutePath().toString()));
  }

  /**
   * Returns a new client for any endpoint of this kind, also one in another JVM. The caller closes
   * it.
   */
  public static S3Client newClient(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)))
        .forcePathStyle(true)
        .build();
  }

  /** The address, such as {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The access key that requests are signed with. */
  public String accessKeyId() {
    return ACCESS_KEY_ID;
  }

  /** The secret that requests are signed with. */
  public String secretAccessKey() {
    return SECRET_ACCESS_KEY;
  }

  /** The region that requests are signed for. */
  public String region() {
    return REGION;
  }

  /** The shared client. It is closed with this endpoint; callers must not close it. */
  public S3Client client() {
    return client;
  }

  /** Creates the bucket if it does not exist yet. */
  public LocalS3 withBucket(String name) {
    try {
      client.createBucket(request -> request.bucket(name));
    } catch (BucketAlreadyOwnedByYouException e) {
      return this;
    }
    return this;
  }

  /**
   * All keys that begin with {@code prefix}, sorted by their UTF-8 bytes as S3 lists them.
   *
   * @throws software.amazon.awssdk.services.s3.model.NoSuchBucketException if there is no such
   *     bucket
   */
  public List<String> keys(String bucket, String prefix) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /**
   * The content of one object.
   *
   * @throws software.amazon.awssdk.services.s3.model.NoSuchKeyException if there is no such object
   */
  public byte[] bytes(String bucket, String key) {
    return client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
  }

  /** Stops the server. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }

    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The local S3 endpoint " + endpoint + " did not stop", e);
    }
  }
}
