package dev.headrace.pipelines.yaml;

import dev.headrace.io.http.pages.Paginator;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.yaml.RequestSection.Requests;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how a resource is fetched: requests, pages, credentials, errors, budget. */
final class FetchPart {
  private static final String PAGINATOR = "paginator";
  private static final String REQUEST = "request";
  private static final String PAGE_SIZE = "page-size";

  private final Settings file;
  private final PageSize pageSize;
  private final TemplateSection templates;

  FetchPart(Settings file, PageSize pageSize, String source, String resource) {
    this.file = file;
    this.pageSize = pageSize;
    this.templates = new TemplateSection(source, resource, pageSize::in);
  }

  void into(PipelineDefinition.Builder definition) {
    Optional<Requests> requests = file.required(REQUEST, requests().reader());
    requests.ifPresent(found -> definition.requests(found::of));
    WindowTimes times = requests.map(Requests::times).orElse(WindowTimes.DEFAULT);
    file.fill(definition)
        .with(PAGINATOR, paginator(times), PipelineDefinition.Builder::paginator)
        .with("auth", AuthSection.READER, PipelineDefinition.Builder::auth)
        .with("errors", ErrorsSection.READER, PipelineDefinition.Builder::errors)
        .with("budget", BudgetSection.READER, PipelineDefinition.Builder::budget)
        .and(made -> made.identity(identity()));
    requirePageSizeWhereItCounts();
  }

  private RequestSection requests() {
    return new RequestSection(templates, role(), hasChildren());
  }

  /** The paginator decides it, so a file has no setting for it. */
  private Role role() {
    if (countsFirst(PAGINATOR) || (hasChildren() && countsFirst(PAGINATOR, "parent-pages"))) {
      return Role.COUNT;
    }
    return hasChildren() ? Role.PARENT : Role.DATA;
  }

  private boolean hasChildren() {
    return file.says("children", PAGINATOR, "kind");
  }

  private boolean countsFirst(String... paginator) {
    return file.says("offset", step(paginator, "kind"))
        && file.says("count", step(paginator, "total-from"));
  }

  private static String[] step(String[] path, String last) {
    String[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = last;
    return longer;
  }

  private Reader<Paginator> paginator(WindowTimes times) {
    TemplateSection ofChildren =
        new TemplateSection(
            templates.source(),
            templates.resource(),
            text -> times.inChild(templates.text().apply(text)));
    return PaginatorSection.reader(pageSize, new ChildrenSection(ofChildren, pageSize)::read);
  }

  private Map<String, String> identity() {
    Map<String, String> identity =
        new TreeMap<>(file.optional("identity", Values.TEXT_MAP).orElse(Map.of()));
    if (pageSize.isUsed()) {
      identity.put(PAGE_SIZE, Integer.toString(pageSize.records()));
    }
    return identity;
  }

  private void requirePageSizeWhereItCounts() {
    boolean given = file.has(PAGE_SIZE);
    if (pageSize.isUsed() && !given) {
      file.wrong(
          "page-size is required, since an offset paginator or the placeholder {page-size} asks"
              + " for it");
    }
    if (!pageSize.isUsed() && given && file.isSound()) {
      file.at(PAGE_SIZE)
          .wrong(
              "page-size means nothing: there is neither an offset paginator nor the placeholder"
                  + " {page-size}");
    }
  }
}
