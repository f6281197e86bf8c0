package dev.headrace.io.lake.store;

import com.google.common.collect.Lists;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.headrace.transforms.store.Content;
import dev.headrace.transforms.store.NoSuchBucketException;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects on S3. An object is written by one PUT, so it is there whole or not at all; the SDK
 * retries a call that did not get through.
 */
final class S3ObjectStore implements ObjectStore {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
  private static final int MAX_KEYS_PER_DELETE = 1000;
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;

  private static final RetryPolicy<Object> AFTER_CONFLICT =
      RetryPolicy.builder()
          .handleIf(failure -> isStatus(failure, CONFLICT))
          .withMaxAttempts(10)
          .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
          .withJitter(0.5)
          .build();

  /** How the SDK begins its list of all the places in which it has looked. */
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private final S3Client client;

  private S3ObjectStore(S3Client client) {
    this.client = client;
  }

  static S3ObjectStore open(S3Options options) {
    S3ClientBuilder builder = S3Client.builder();
    if (options.getEndpoint() != null) {
      // Stand-ins for S3 are found by an address, below which buckets are paths and not hosts.
      builder.forcePathStyle(true);
    }
    if (options.getAwsRegion() == null) {
      throw new IllegalArgumentException(
          "The AWS region is not set: give AWS_REGION or -- --awsRegion=eu-west-1");
    }
    ClientBuilderFactory factory = ClientBuilderFactory.getFactory(options);
    return new S3ObjectStore(factory.create(builder, options).build());
  }

  @Override
  public InputStream open(String uri) throws IOException {
    S3Location at = S3Location.of(uri);
    return call("read", uri, () -> ResumingStream.open(client, at));
  }

  @Override
  public InputStream open(String uri, long offset, long length) throws IOException {
    S3Location at = S3Location.of(uri);
    OptionalLong last = OptionalLong.of(offset + length - 1);
    return call("read", uri, () -> ResumingStream.open(client, at, offset, last));
  }

  @Override
  public void put(String uri, byte[] content) throws IOException {
    put(uri, RequestBody.fromBytes(content));
  }

  @Override
  public void put(String uri, Path content) throws IOException {
    put(uri, RequestBody.fromFile(content));
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) throws IOException {
    return putIfAbsent(uri, RequestBody.fromBytes(content));
  }

  @Override
  public boolean putIfAbsent(String uri, Path content) throws IOException {
    return putIfAbsent(uri, RequestBody.fromFile(content));
  }

  @Override
  public boolean putIfAbsent(String uri, Content content) throws IOException {
    return putIfAbsent(
        uri,
        RequestBody.fromContentProvider(
            () -> openUnchecked(content), content.length(), "application/octet-stream"));
  }

  private static InputStream openUnchecked(Content content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String uri, RequestBody content) throws IOException {
    call("write", uri, () -> client.putObject(putTo(uri).build(), content));
  }

  /**
   * S3 answers 412 to all but the first writer of a name, and 409 to one that came while another
   * was writing, who is to try again.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  private boolean putIfAbsent(String uri, RequestBody content) throws IOException {
    PutObjectRequest request = putTo(uri).ifNoneMatch("*").build();
    try {
      Failsafe.with(AFTER_CONFLICT).run(() -> client.putObject(request, content));
      return true;
    } catch (SdkException e) {
      if (isStatus(e, PRECONDITION_FAILED)) {
        return false;
      }
      throw failed("write", uri, e);
    }
  }

  private static boolean isStatus(Throwable failure, int status) {
    return failure instanceof S3Exception s3 && s3.statusCode() == status;
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    S3Location at = S3Location.of(prefix);
    return call(
        "list",
        prefix,
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(at.bucket()).prefix(at.key()))
                .contents()
                .stream()
                .map(object -> new S3Location(at.bucket(), object.key()).toString())
                .sorted()
                .toList());
  }

  @Override
  public void delete(List<String> uris) throws IOException {
    Map<String, List<S3Location>> byBucket =
        uris.stream().map(S3Location::of).collect(Collectors.groupingBy(S3Location::bucket));
    for (List<S3Location> inBucket : byBucket.values()) {
      for (List<S3Location> some : Lists.partition(inBucket, MAX_KEYS_PER_DELETE)) {
        deleteTogether(some);
      }
    }
  }

  private void deleteTogether(List<S3Location> objects) throws IOException {
    S3Location first = objects.get(0);
    List<ObjectIdentifier> keys =
        objects.stream().map(at -> ObjectIdentifier.builder().key(at.key()).build()).toList();
    Delete delete = Delete.builder().objects(keys).quiet(true).build();
    DeleteObjectsResponse response =
        call(
            "delete",
            first.toString(),
            () -> client.deleteObjects(r -> r.bucket(first.bucket()).delete(delete)));
    if (response.hasErrors()) {
      S3Error error = response.errors().get(0);
      S3Location at = new S3Location(first.bucket(), error.key());
      throw new IOException("Cannot delete " + at + ": " + error.message());
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static PutObjectRequest.Builder putTo(String uri) {
    S3Location at = S3Location.of(uri);
    return PutObjectRequest.builder().bucket(at.bucket()).key(at.key());
  }

  private static <T> T call(String operation, String uri, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failed(operation, uri, e);
    }
  }

  private static IOException failed(String operation, String uri, SdkException cause) {
    if (cause instanceof NoSuchKeyException) {
      NoSuchFileException missing = new NoSuchFileException(uri);
      missing.initCause(cause);
      return missing;
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof S3Exception s3 && "NoSuchBucket".equals(errorCode(s3))) {
      return new NoSuchBucketException("Cannot " + operation + " " + uri + ": " + message, cause);
    }
    if (message.startsWith(NO_CREDENTIALS)) {
      return new IOException(
          "There are no AWS credentials to %s %s with: give AWS_ACCESS_KEY_ID and"
                  .formatted(operation, uri)
              + " AWS_SECRET_ACCESS_KEY, AWS_PROFILE, a role, or -- --awsCredentialsProvider=");
    }
    return new IOException("Cannot " + operation + " " + uri + ": " + message, cause);
  }

  private static @Nullable String errorCode(S3Exception failure) {
    return failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorCode();
  }
}
