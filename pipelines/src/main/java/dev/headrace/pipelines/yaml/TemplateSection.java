package dev.headrace.pipelines.yaml;

import dev.headrace.transforms.fetch.RequestTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads the template of a request: path, query, method, body, headers, and the values to make a
 * request for each of.
 *
 * @param source the API
 * @param resource the API's resource
 * @param text what becomes of every text with placeholders
 */
record TemplateSection(String source, String resource, UnaryOperator<String> text) {

  private enum Method {
    GET,
    POST
  }

  private record Each(List<String> values, int batchSize, String separator) {
    static Each of(List<String> values) {
      return new Each(values, 1, ",");
    }

    Each inBatchesOf(int size) {
      return new Each(values, size, separator);
    }

    Each separatedBy(String other) {
      return new Each(values, batchSize, other);
    }
  }

  private static final Reader<Method> METHOD =
      setting -> {
        Optional<String> name = Values.TEXT.read(setting);
        return name.isPresent() && !name.get().equals("GET") && !name.get().equals("POST")
            ? setting.refuse("GET or POST")
            : name.map(Method::valueOf);
      };
  private static final Reader<Each> EACH =
      setting ->
          setting.node() instanceof YamlNode.Mapping
              ? Settings.section(TemplateSection::batches).read(setting)
              : Values.TEXTS.read(setting).map(Each::of);

  private static final Reader<String> PATH =
      setting -> {
        Optional<String> path = Values.TEXT.read(setting);
        boolean wrong =
            path.isPresent()
                && (!path.get().startsWith("/") || path.get().matches("(?s).*[?#\\s].*"));
        return wrong
            ? setting.refuse("a path such as /v1/items, whose parameters stand in the query")
            : path;
      };

  private static final Reader<String> BODY =
      setting ->
          setting.node() instanceof YamlNode.Scalar
              ? Values.TEXT.read(setting)
              : Optional.of(setting.node().json().toString());

  private static Optional<Each> batches(Settings settings) {
    Optional<List<String>> values = settings.required("values", Values.TEXTS);
    return settings
        .make(() -> Each.of(values.orElseThrow()))
        .with("batch-size", Values.WHOLE, Each::inBatchesOf)
        .with("separator", Values.TEXT, Each::separatedBy)
        .done();
  }

  /** The template so far; the section may have other keys. */
  Filling<RequestTemplate> read(Settings settings) {
    Optional<String> path = settings.required("path", PATH);
    Map<String, List<String>> query =
        settings.optional("query", Values.mapOf(Values.TEXTS)).orElse(Map.of());
    Optional<String> body = settings.optional("body", BODY);
    Method standard = body.isPresent() ? Method.POST : Method.GET;
    Method method = settings.optional("method", METHOD).orElse(standard);
    return settings
        .make(() -> template(method, UrlTemplate.of(path.orElseThrow(), query), body))
        .with("headers", Values.TEXT_MAP, RequestTemplate::withHeaders)
        .with("for-each", Values.mapOf(EACH), TemplateSection::withEach);
  }

  private RequestTemplate template(Method method, String url, Optional<String> body) {
    if (method == Method.GET && body.isPresent()) {
      throw new IllegalArgumentException("a body must be sent by the method POST, not GET");
    }
    return method == Method.GET
        ? RequestTemplate.get(source, resource, text.apply(url))
        : RequestTemplate.post(source, resource, text.apply(url), text.apply(bodyOf(body)));
  }

  private static String bodyOf(Optional<String> body) {
    return body.orElseThrow(() -> new IllegalArgumentException("the method POST must have a body"));
  }

  private static RequestTemplate withEach(RequestTemplate template, Map<String, Each> all) {
    RequestTemplate made = template;
    for (Map.Entry<String, Each> each : all.entrySet()) {
      String name = each.getKey();
      Each values = each.getValue();
      made = made.forEach(name, values.values());
      if (values.batchSize() != 1) {
        made = made.inBatchesOf(name, values.batchSize(), values.separator());
      }
    }
    return made;
  }
}
