package dev.headrace.testdata.stub;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Leaves each request to the handler of the longest matching path prefix; without one it is 404.
 */
public final class Routes implements Handler {

  private final Map<String, Handler> routes;

  private Routes(Map<String, Handler> routes) {
    this.routes = routes;
  }

  public static Routes create() {
    return new Routes(Map.of());
  }

  /**
   * Other routes, which know this one too.
   *
   * @param prefix whole segments of a path: {@code /a} leads to {@code /a} and {@code /a/b}, not to
   *     {@code /ab}
   */
  public Routes with(String prefix, Handler handler) {
    Map<String, Handler> all = new LinkedHashMap<>(routes);
    all.put(prefix, handler);
    return new Routes(all);
  }

  @Override
  public Answer answer(Received request) {
    return routes.keySet().stream()
        .filter(prefix -> leads(prefix, request.path()))
        .max(Comparator.comparingInt(String::length))
        .map(routes::get)
        .orElse(any -> Answer.json("{\"message\":\"Not Found\"}").withStatus(404))
        .answer(request);
  }

  private static boolean leads(String prefix, String path) {
    String folder = prefix.endsWith("/") ? prefix : prefix + "/";
    return path.equals(prefix) || path.startsWith(folder);
  }
}
