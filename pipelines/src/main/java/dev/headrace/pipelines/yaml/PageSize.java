package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;

/** Records a page, and whether anything in the file depends on it. */
final class PageSize {
  private static final String PLACEHOLDER = "{page-size}";

  private final int records;
  private boolean used;

  PageSize(int records) {
    this.records = records;
  }

  /** The number, for something that depends on it. */
  int records() {
    used = true;
    return records;
  }

  /** A text with the number in the places of its placeholder. */
  String in(String text) {
    return text.contains(PLACEHOLDER)
        ? text.replace(PLACEHOLDER, Integer.toString(records()))
        : text;
  }

  boolean isUsed() {
    return used;
  }

  /**
   * What a file says of it.
   *
   * @param standard where a run says nothing
   * @param max the most that the API takes
   */
  record Range(int standard, int max) {
    static final Reader<Range> READER =
        Values.shortOr(
            setting ->
                Values.WHOLE
                    .read(setting)
                    .flatMap(size -> Settings.attempt(setting, () -> of(size))),
            Settings.section(
                settings -> {
                  var standard = settings.required("default", Values.WHOLE);
                  return settings
                      .make(() -> of(standard.orElseThrow()))
                      .with("max", Values.WHOLE, Range::upTo)
                      .done();
                }));

    Range {
      checkArgument(
          standard >= 1 && standard <= max, "page-size must be 1 to %s, but is %s", max, standard);
    }

    private static Range of(int standard) {
      return new Range(standard, Integer.MAX_VALUE);
    }

    private Range upTo(int most) {
      return new Range(standard, most);
    }

    /** Refuses a size that a run asks for. */
    void require(int size) {
      checkArgument(size >= 1 && size <= max, "page-size must be 1 to %s, but is %s", max, size);
    }
  }
}
