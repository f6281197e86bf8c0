package dev.headrace.io.lake.store;

import dev.headrace.transforms.store.Content;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The store for any URI that Headrace takes: {@code s3://} by the AWS SDK, with the region, the
 * credentials and the endpoint of Beam's own {@code --awsRegion}, {@code --awsCredentialsProvider}
 * and {@code --endpoint}, and {@code file://}.
 */
public final class ObjectStores implements ObjectStore {

  /** Opens a store that takes both schemes. */
  public static final ObjectStore.Factory FACTORY = ObjectStores::open;

  private static final Pattern ROOT = Pattern.compile("s3://[A-Za-z0-9.-]+(/.*)?|file:///[^/].*");

  private final FileObjectStore files = new FileObjectStore();
  private final S3Options options;
  private @Nullable S3ObjectStore s3;

  private ObjectStores(S3Options options) {
    this.options = options;
  }

  /** Opens a store with the pipeline's settings; a client is made when the first object asks. */
  public static ObjectStore open(PipelineOptions options) {
    return new ObjectStores(options.as(S3Options.class));
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return storeOf(uri).open(uri);
  }

  @Override
  public InputStream open(String uri, long offset, long length) throws IOException {
    return storeOf(uri).open(uri, offset, length);
  }

  @Override
  public void put(String uri, byte[] content) throws IOException {
    storeOf(uri).put(uri, content);
  }

  @Override
  public void put(String uri, Path content) throws IOException {
    storeOf(uri).put(uri, content);
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) throws IOException {
    return storeOf(uri).putIfAbsent(uri, content);
  }

  @Override
  public boolean putIfAbsent(String uri, Path content) throws IOException {
    return storeOf(uri).putIfAbsent(uri, content);
  }

  @Override
  public boolean putIfAbsent(String uri, Content content) throws IOException {
    return storeOf(uri).putIfAbsent(uri, content);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return storeOf(prefix).list(prefix);
  }

  @Override
  public void delete(List<String> uris) throws IOException {
    Map<String, List<String>> byScheme =
        uris.stream().collect(Collectors.groupingBy(ObjectStores::schemeOf));
    for (List<String> group : byScheme.values()) {
      storeOf(group.get(0)).delete(new ArrayList<>(group));
    }
  }

  @Override
  public synchronized void close() {
    if (s3 != null) {
      s3.close();
      s3 = null;
    }
  }

  private ObjectStore storeOf(String uri) {
    return switch (schemeOf(uri)) {
      case "file" -> files;
      case "s3" -> s3();
      default ->
          throw new IllegalArgumentException(
              "A location must start with s3:// or file://, but is \"" + uri + "\"");
    };
  }

  private synchronized S3ObjectStore s3() {
    if (s3 == null) {
      s3 = S3ObjectStore.open(options);
    }
    return s3;
  }

  private static String schemeOf(String uri) {
    int end = uri.indexOf("://");
    return end < 0 ? "" : uri.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /**
   * A location as it is used everywhere: without a slash at its end.
   *
   * @param name of the setting, for the message
   * @throws IllegalArgumentException if it is no {@code s3://bucket} or {@code file:///folder}, or
   *     holds credentials
   */
  public static String requireRoot(String name, String location) {
    URI uri;
    try {
      uri = URI.create(location);
    } catch (IllegalArgumentException e) {
      throw notALocation(name);
    }
    if (uri.getQuery() != null || !ROOT.matcher(location).matches()) {
      throw notALocation(name);
    }
    return location.replaceAll("/+$", "");
  }

  /** The value is not told, by a cause neither: what is no location may well hold a key. */
  private static IllegalArgumentException notALocation(String name) {
    return new IllegalArgumentException(
        name
            + " must be a location such as s3://bucket/prefix or file:///folder,"
            + " without credentials");
  }
}
