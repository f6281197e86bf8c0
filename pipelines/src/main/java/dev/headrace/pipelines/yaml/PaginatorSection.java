package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.WHOLE;

import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.DetectedPages;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.io.http.pages.NumberedPages;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.pages.StopRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code paginator}: which requests follow from an answer, and where a chain of them ends.
 */
final class PaginatorSection {
  private static final String RECORDS = "records";
  private static final String TOTAL = "total";
  private static final String MAX_PAGES = "max-pages";

  private PaginatorSection() {}

  /**
   * Any kind of paginator.
   *
   * @param children those that have children
   */
  static Reader<Paginator> reader(
      PageSize pageSize, Function<Settings, Optional<Paginator>> children) {
    return Choice.byKind(kinds(pageSize).or("children", children));
  }

  /** Any kind but the one with children. */
  static Reader<Paginator> reader(PageSize pageSize) {
    return Choice.byKind(kinds(pageSize));
  }

  private static Choice<Function<Settings, Optional<Paginator>>> kinds(PageSize pageSize) {
    return new Choice<Function<Settings, Optional<Paginator>>>()
        .or("single", stopping(settings -> settings.make(Paginator::singlePage)))
        .or("offset", stopping(settings -> OffsetSection.read(settings, pageSize)))
        .or("page-number", stopping(PaginatorSection::pageNumber))
        .or("cursor", stopping(PaginatorSection::cursor))
        .or("next-link", stopping(PaginatorSection::nextLink))
        .or("link-header", stopping(PaginatorSection::linkHeader))
        .or("detected", stopping(PaginatorSection::detected));
  }

  private static Function<Settings, Optional<Paginator>> stopping(
      Function<Settings, Filling<? extends Paginator>> pages) {
    return settings -> {
      Optional<? extends Paginator> paginator = pages.apply(settings).done();
      return settings
          .make(paginator, found -> (Paginator) found)
          .with("until", Values.listOf(StopRuleSection.READER), PaginatorSection::until)
          .done();
    };
  }

  private static Paginator until(Paginator pages, List<StopRule> rules) {
    Paginator stopped = pages;
    for (StopRule rule : rules) {
      stopped = stopped.until(rule);
    }
    return stopped;
  }

  private static Filling<NumberedPages> pageNumber(Settings settings) {
    Optional<String> parameter = settings.required("parameter", TEXT);
    Optional<String> records = settings.required(RECORDS, TEXT);
    return settings
        .make(() -> NumberedPages.of(parameter.orElseThrow(), records.orElseThrow()))
        .with("total-pages", TEXT, NumberedPages::withTotalPages)
        .with(TOTAL, TEXT, NumberedPages::withTotal)
        .with("first-page", WHOLE, NumberedPages::withFirstPage)
        .with(MAX_PAGES, WHOLE, NumberedPages::withMaxPages);
  }

  private static Filling<CursorPages> cursor(Settings settings) {
    settings.requireOneOf("cursor", "cursor-header");
    settings.requireOneOf("parameter", "send-in-body", "send-in-header");
    Optional<String> pointer = settings.optional("cursor", TEXT);
    Optional<String> header = settings.optional("cursor-header", TEXT);
    String parameter = settings.optional("parameter", TEXT).orElse("unused");
    return settings
        .make(
            () ->
                header.isPresent()
                    ? CursorPages.inHeader(header.get(), parameter)
                    : CursorPages.of(pointer.orElseThrow(), parameter))
        .with("send-in-body", TEXT, CursorPages::sentInBody)
        .with("send-in-header", TEXT, CursorPages::sentInHeader)
        .with("has-more", TEXT, CursorPages::withHasMore)
        .with(RECORDS, TEXT, CursorPages::withRecords)
        .with(TOTAL, TEXT, CursorPages::withTotal)
        .with(MAX_PAGES, WHOLE, CursorPages::withMaxPages);
  }

  private static Filling<NextLinkPages> nextLink(Settings settings) {
    Optional<String> link = settings.required("link", TEXT);
    return settings
        .make(() -> NextLinkPages.at(link.orElseThrow()))
        .with(RECORDS, TEXT, NextLinkPages::withRecords)
        .with(TOTAL, TEXT, NextLinkPages::withTotal)
        .with(MAX_PAGES, WHOLE, NextLinkPages::withMaxPages);
  }

  private static Filling<LinkHeaderPages> linkHeader(Settings settings) {
    return settings
        .fill(LinkHeaderPages.create())
        .with(RECORDS, TEXT, LinkHeaderPages::withRecords)
        .with("total-header", TEXT, LinkHeaderPages::withTotalInHeader)
        .with(MAX_PAGES, WHOLE, LinkHeaderPages::withMaxPages);
  }

  private static Filling<DetectedPages> detected(Settings settings) {
    return settings
        .fill(DetectedPages.create())
        .with(RECORDS, TEXT, DetectedPages::withRecords)
        .with(MAX_PAGES, WHOLE, DetectedPages::withMaxPages);
  }
}
