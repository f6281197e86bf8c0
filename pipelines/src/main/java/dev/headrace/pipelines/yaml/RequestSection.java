package dev.headrace.pipelines.yaml;

import dev.headrace.pipelines.run.Window;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code request}: the first requests of a window.
 *
 * @param role what the answers are for, as the paginator has it
 */
record RequestSection(TemplateSection templates, Role role, boolean hasChildren) {
  private static final Window ANY =
      new Window(Instant.parse("2018-01-31T00:00:00Z"), Instant.parse("2018-02-01T00:00:00Z"));

  /**
   * The requests of a window.
   *
   * @param hasChildren whether children are to find the times as they are written
   */
  record Requests(RequestTemplate template, WindowTimes times, boolean hasChildren) {
    List<FetchRequest> of(Window window) {
      Map<String, String> known = new HashMap<>(window.context());
      if (hasChildren && !times.equals(WindowTimes.DEFAULT)) {
        known.putAll(times.forChildren(window));
      }
      return template.expand(times.of(window)).stream()
          .map(request -> request.withContext(also(request.context(), known)))
          .toList();
    }

    private static Map<String, String> also(
        Map<String, String> context, Map<String, String> known) {
      Map<String, String> all = new HashMap<>(context);
      all.putAll(known);
      return all;
    }
  }

  Reader<Requests> reader() {
    return Settings.section(this::read);
  }

  private Optional<Requests> read(Settings settings) {
    WindowTimes times = settings.optional("window", WindowTimes.READER).orElse(WindowTimes.DEFAULT);
    Optional<RequestTemplate> template =
        templates.read(settings).done().map(made -> made.withRole(role));
    return settings
        .make(template, made -> expandable(new Requests(made, times, hasChildren)))
        .done();
  }

  /** Placeholders without a value show only when they are to be filled. */
  private static Requests expandable(Requests requests) {
    List<FetchRequest> unused = requests.of(ANY);
    return requests;
  }
}
