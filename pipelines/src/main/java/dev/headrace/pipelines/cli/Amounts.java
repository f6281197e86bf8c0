package dev.headrace.pipelines.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Amounts {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Amounts() {}

  /** A number with its thousands apart. */
  static String of(long amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

  /** A size, in the unit that suits it. */
  static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? of(bytes) + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }
}
