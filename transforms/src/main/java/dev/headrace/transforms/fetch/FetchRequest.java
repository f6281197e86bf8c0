package dev.headrace.transforms.fetch;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.run.Sha256;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.jspecify.annotations.Nullable;

/** One request to an API, as planned: it holds no secret, and the same plan makes the same id. */
@AutoValue
@JsonAutoDetect(getterVisibility = Visibility.NONE, isGetterVisibility = Visibility.NONE)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public abstract class FetchRequest implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  /** How it travels between workers. */
  public static final ValueCoder<FetchRequest> CODER =
      ValueCoder.of(
          FetchRequest.class,
          (request, out) -> {
            out.text(request.source());
            out.text(request.resource());
            out.text(request.role().name());
            out.text(request.method());
            out.text(request.url());
            out.texts(request.headers());
            out.optional(request.body(), StringUtf8Coder.of());
            out.texts(request.context());
            out.number(request.page());
          },
          in ->
              create(
                  in.text(),
                  in.text(),
                  in.constant(Role.class),
                  in.text(),
                  in.text(),
                  in.texts(),
                  in.optional(StringUtf8Coder.of()),
                  in.texts(),
                  in.smallNumber()));

  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");

  /** What the answer to a request is for. */
  public enum Role {
    /** It holds records. */
    DATA,
    /** It tells how much there is to fetch, and holds no record. */
    COUNT,
    /** Its records name what to fetch, and are no records of the resource. */
    PARENT
  }

  /** The API. */
  @JsonProperty("source")
  public abstract String source();

  /** The API's resource. */
  @JsonProperty("resource")
  public abstract String resource();

  /** What the answer is for. */
  @JsonProperty("role")
  public abstract Role role();

  /** The HTTP method. */
  @JsonProperty("method")
  public abstract String method();

  /** The URL, relative to the API's base URL where it can be, so that a move of the API is none. */
  @JsonProperty("url")
  public abstract String url();

  /** Headers to send besides those of the connector. */
  @JsonProperty("headers")
  public abstract Map<String, String> headers();

  /** What to send as the body; null for none. */
  @JsonProperty("body")
  @JsonInclude(JsonInclude.Include.NON_NULL) // an empty body is one, too
  public abstract @Nullable String body();

  /** What the request stands for, in the plan's own words: its window, its parent's keys. */
  @JsonProperty("context")
  public abstract Map<String, String> context();

  /** Its place in its chain of pages, from 0. */
  @JsonProperty("page")
  public abstract int page();

  @JsonCreator
  static FetchRequest create(
      @JsonProperty("source") String source,
      @JsonProperty("resource") String resource,
      @JsonProperty("role") Role role,
      @JsonProperty("method") String method,
      @JsonProperty("url") String url,
      @JsonProperty("headers") @Nullable Map<String, String> headers,
      @JsonProperty("body") @Nullable String body,
      @JsonProperty("context") @Nullable Map<String, String> context,
      @JsonProperty("page") int page) {
    return new AutoValue_FetchRequest(
        source,
        resource,
        role,
        method,
        url,
        headers == null ? Map.of() : headers,
        body,
        context == null ? Map.of() : context,
        page);
  }

  /** A GET of the URL. */
  public static FetchRequest get(String source, String resource, String url) {
    return create(source, resource, Role.DATA, "GET", url, Map.of(), null, Map.of(), 0);
  }

  /** The same request by another method, with what to send as its body. */
  public FetchRequest withMethod(String method, String body) {
    return create(source(), resource(), role(), method, url(), headers(), body, context(), page());
  }

  /**
   * The same request with headers besides those of the connector.
   *
   * @throws IllegalArgumentException if one is a header that holds a secret
   */
  public FetchRequest withHeaders(Map<String, String> headers) {
    for (String name : headers.keySet()) {
      checkArgument(
          !SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT)),
          "The header %s holds a secret, and requests are kept in the raw and dead-letter buckets",
          name);
    }
    return create(
        source(),
        resource(),
        role(),
        method(),
        url(),
        Map.copyOf(headers),
        body(),
        context(),
        page());
  }

  /** The same request at another URL. */
  public FetchRequest withUrl(String url) {
    return create(
        source(), resource(), role(), method(), url, headers(), body(), context(), page());
  }

  /** The same request for another role. */
  public FetchRequest withRole(Role role) {
    return create(
        source(), resource(), role, method(), url(), headers(), body(), context(), page());
  }

  /** The same request with what it stands for. */
  public FetchRequest withContext(Map<String, String> context) {
    return create(
        source(),
        resource(),
        role(),
        method(),
        url(),
        headers(),
        body(),
        Map.copyOf(context),
        page());
  }

  /** The same request to another URL. */
  FetchRequest at(String url) {
    return create(
        source(), resource(), role(), method(), url, headers(), body(), context(), page());
  }

  /**
   * The request for the given page of the same chain. It has the role of this one, unless this one
   * counts: what it has counted is data.
   */
  public FetchRequest atPage(int page, String url) {
    Role role = role() == Role.COUNT ? Role.DATA : role();
    return create(source(), resource(), role, method(), url, headers(), body(), context(), page);
  }

  /** Hash of what identifies the request; the same on every run of the same plan. */
  public String requestId() {
    return Sha256.of(
            String.join(
                "\n",
                source(),
                resource(),
                role().name(),
                method(),
                url(),
                new TreeMap<>(headers()).toString(),
                String.valueOf(body()),
                new TreeMap<>(context()).toString(),
                Integer.toString(page())))
        .substring(0, 32);
  }
}
