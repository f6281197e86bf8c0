package dev.headrace.pipelines.yaml;

import dev.headrace.io.http.pages.ChildRequests;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a paginator of kind {@code children}: a request for the records of every parent.
 *
 * @param templates of the child's request
 */
record ChildrenSection(TemplateSection templates, PageSize pageSize) {

  Optional<Paginator> read(Settings settings) {
    Optional<String> records = settings.required("records", Values.TEXT);
    Optional<Map<String, String>> keys = settings.required("keys", Values.TEXT_MAP);
    Optional<RequestTemplate> child =
        settings.required("request", Settings.section(below -> templates.read(below).done()));
    Reader<Paginator> pages = PaginatorSection.reader(pageSize);
    return settings
        .make(
            () -> ChildRequests.of(records.orElseThrow(), keys.orElseThrow(), child.orElseThrow()))
        .with("ids-per-call", Values.WHOLE, ChildRequests::withIdsPerCall)
        .with("parent-pages", pages, ChildRequests::withParentPages)
        .with("child-pages", pages, ChildRequests::withChildPages)
        .done()
        .map(made -> made);
  }
}
