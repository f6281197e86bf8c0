package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.WHOLE;

import dev.headrace.io.http.pages.OffsetPages;
import java.util.Optional;

/** Reads a paginator of kind {@code offset}, whose limit is the size of a page. */
final class OffsetSection {
  private static final String TOTAL = "total";
  private static final String RECORDS = "records";

  /** Where the total comes from. */
  enum TotalFrom {
    COUNT,
    FIRST_PAGE,
    NOWHERE
  }

  private record Names(String limit, String offset) {
    static final Reader<Names> READER =
        Settings.section(
            settings -> {
              Optional<String> limit = settings.required("limit", TEXT);
              Optional<String> offset = settings.required("offset", TEXT);
              return settings
                  .make(() -> new Names(limit.orElseThrow(), offset.orElseThrow()))
                  .done();
            });
  }

  private record Paths(String count, String page) {
    static final Reader<Paths> READER =
        Settings.section(
            settings -> {
              Optional<String> count = settings.required("count", TEXT);
              Optional<String> page = settings.required("page", TEXT);
              return settings.make(() -> new Paths(count.orElseThrow(), page.orElseThrow())).done();
            });
  }

  private OffsetSection() {}

  static Filling<OffsetPages> read(Settings settings, PageSize pageSize) {
    Optional<TotalFrom> from = settings.required("total-from", Values.oneOf(TotalFrom.class));
    int limit = pageSize.records();
    return from.map(
            way ->
                switch (way) {
                  case COUNT -> counted(settings, limit);
                  case FIRST_PAGE -> firstPage(settings, limit);
                  case NOWHERE -> oneByOne(settings, limit);
                })
        .orElseGet(() -> common(nothingMade(settings)));
  }

  private static Filling<OffsetPages> counted(Settings settings, int limit) {
    Optional<String> total = settings.required(TOTAL, TEXT);
    return common(settings.make(() -> OffsetPages.ofTotal(total.orElseThrow(), limit)))
        .with(RECORDS, TEXT, OffsetPages::withRecords)
        .with("path", Paths.READER, (pages, path) -> pages.withPagePath(path.count(), path.page()));
  }

  private static Filling<OffsetPages> firstPage(Settings settings, int limit) {
    Optional<String> total = settings.required(TOTAL, TEXT);
    Optional<String> records = settings.required(RECORDS, TEXT);
    return common(
        settings.make(
            () -> OffsetPages.ofFirstPage(total.orElseThrow(), records.orElseThrow(), limit)));
  }

  private static Filling<OffsetPages> oneByOne(Settings settings, int limit) {
    Optional<String> records = settings.required(RECORDS, TEXT);
    return common(settings.make(() -> OffsetPages.oneByOne(records.orElseThrow(), limit)))
        .when("short-page-is-last", OffsetPages::withShortPageAsLast);
  }

  private static Filling<OffsetPages> nothingMade(Settings settings) {
    for (String key : new String[] {TOTAL, RECORDS, "path", "short-page-is-last"}) {
      settings.has(key);
    }
    return settings.make(Optional.<OffsetPages>empty(), pages -> pages);
  }

  private static Filling<OffsetPages> common(Filling<OffsetPages> pages) {
    return pages
        .with("first-offset", WHOLE, OffsetPages::withFirstOffset)
        .with(
            "parameters",
            Names.READER,
            (found, names) -> found.withParameters(names.limit(), names.offset()))
        .with("max-pages", WHOLE, OffsetPages::withMaxPages);
  }
}
