package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;
import static dev.headrace.pipelines.yaml.Values.TEXT;

import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.transforms.failures.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads {@code errors}: the rows of an error table that come before the default ones. */
final class ErrorsSection {
  private static final Pattern RANGE = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");
  private static final Reader<List<IntStream>> STATUSES =
      Values.listOf(
          setting -> {
            Optional<Matcher> range =
                TEXT.read(setting).map(RANGE::matcher).filter(Matcher::matches);
            return range.isPresent()
                ? Settings.attempt(setting, () -> statuses(range.get()))
                : setting.refuse("a status such as 404, or a range such as 500-599");
          });
  private static final Reader<List<Reason>> FAILURES = Values.listOf(Values.oneOf(Reason.class));

  static final Reader<ErrorTable> READER =
      setting ->
          Values.listOf(Settings.section(ErrorsSection::rule))
              .read(setting)
              .map(rules -> ErrorTable.defaults().with(rules.toArray(ErrorRule[]::new)));

  /** A place and a regular expression for what is there. */
  private record Match(String at, String matches) {}

  private ErrorsSection() {}

  private static IntStream statuses(Matcher range) {
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    checkArgument(first <= last, "a range must not end before it begins, but is %s", range.group());
    return IntStream.rangeClosed(first, last);
  }

  private static Optional<ErrorRule> rule(Settings settings) {
    settings.requireOneOf("status", "failure");
    Optional<int[]> statuses =
        settings
            .optional("status", STATUSES)
            .map(all -> all.stream().flatMapToInt(some -> some).toArray());
    Optional<Reason[]> failures =
        settings.optional("failure", FAILURES).map(all -> all.toArray(Reason[]::new));
    Optional<ErrorAction> action = settings.required("then", Values.oneOf(ErrorAction.class));
    Optional<ErrorRule.When> when =
        settings
            .make(
                () ->
                    statuses.isPresent()
                        ? ErrorRule.onStatus(statuses.get())
                        : ErrorRule.onFailure(failures.orElseThrow()))
            .with("header", match("name"), (row, m) -> row.withHeader(m.at(), m.matches()))
            .with("body", match("at"), (row, m) -> row.withBody(m.at(), m.matches()))
            .when("children-only", ErrorRule.When::forChildren)
            .done();
    return settings.make(when, row -> row.then(action.orElseThrow())).done();
  }

  private static Reader<Match> match(String place) {
    return Settings.section(
        settings -> {
          Optional<String> at = settings.required(place, TEXT);
          Optional<String> matches = settings.required("matches", TEXT);
          return settings.make(() -> new Match(at.orElseThrow(), matches.orElseThrow())).done();
        });
  }
}
