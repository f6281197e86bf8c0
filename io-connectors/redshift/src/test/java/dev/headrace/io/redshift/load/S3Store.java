package dev.headrace.io.redshift.load;

import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.store.Content;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a load needs of an object store, over the local S3. */
public final class S3Store implements ObjectStore {
  private final S3Client client;

  public S3Store(URI endpoint) {
    this.client = LocalS3.newClient(endpoint);
  }

  /** Opens stores of one endpoint. */
  public record Factory(URI endpoint) implements ObjectStore.Factory {
    @Override
    public ObjectStore open(PipelineOptions options) {
      return new S3Store(endpoint);
    }
  }

  private static String bucket(String uri) {
    return URI.create(uri).getHost();
  }

  private static String key(String uri) {
    return URI.create(uri).getPath().substring(1);
  }

  @Override
  public InputStream open(String uri) {
    return client.getObject(r -> r.bucket(bucket(uri)).key(key(uri)));
  }

  @Override
  public InputStream open(String uri, long offset, long length) {
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    return client.getObject(r -> r.bucket(bucket(uri)).key(key(uri)).range(range));
  }

  @Override
  public void put(String uri, byte[] content) throws IOException {
    try {
      client.putObject(r -> r.bucket(bucket(uri)).key(key(uri)), RequestBody.fromBytes(content));
    } catch (S3Exception e) {
      throw new IOException("Cannot write " + uri, e);
    }
  }

  @Override
  public void put(String uri, Path content) {
    client.putObject(r -> r.bucket(bucket(uri)).key(key(uri)), content);
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) {
    throw new UnsupportedOperationException("A load needs no conditional writes");
  }

  @Override
  public boolean putIfAbsent(String uri, Path content) {
    throw new UnsupportedOperationException("A load needs no conditional writes");
  }

  @Override
  public boolean putIfAbsent(String uri, Content content) {
    throw new UnsupportedOperationException("A load needs no conditional writes");
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    String bucket = bucket(prefix);
    try {
      return client
          .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(key(prefix)))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> "s3://" + bucket + "/" + key)
          .toList();
    } catch (S3Exception e) {
      throw new IOException("Cannot list " + prefix, e);
    }
  }

  @Override
  public void delete(List<String> uris) throws IOException {
    for (String uri : uris) {
      try {
        client.deleteObject(r -> r.bucket(bucket(uri)).key(key(uri)));
      } catch (S3Exception e) {
        throw new IOException("Cannot delete " + uri, e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
