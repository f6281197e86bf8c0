package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.WHOLE;

import dev.headrace.io.http.pages.StopRule;
import java.util.Optional;
import java.util.function.Function;

/** Reads a rule of {@code until}, such as {@code max-pages: 3}. */
final class StopRuleSection {
  static final Reader<StopRule> READER =
      Choice.byKey(
          new Choice<Reader<StopRule>>()
              .or("empty-page", made(TEXT, StopRule::emptyPage))
              .or("total-reached", Settings.section(StopRuleSection::totalReached))
              .or("no-more", made(TEXT, StopRule::noMore))
              .or("last-page", made(TEXT, StopRule::lastPage))
              .or("max-pages", made(WHOLE, StopRule::maxPages)));

  private StopRuleSection() {}

  private static <A> Reader<StopRule> made(Reader<A> reader, Function<A, StopRule> maker) {
    return setting ->
        reader.read(setting).flatMap(value -> Settings.attempt(setting, () -> maker.apply(value)));
  }

  private static Optional<StopRule> totalReached(Settings settings) {
    Optional<String> total = settings.required("total", TEXT);
    Optional<String> records = settings.required("records", TEXT);
    return settings
        .make(() -> StopRule.totalReached(total.orElseThrow(), records.orElseThrow()))
        .done();
  }
}
