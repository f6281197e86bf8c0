package dev.headrace.pipelines.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Amounts {
  /** The unit of numbers that are told in kB, MB or GB. */
  static final String BYTES = "bytes";

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Amounts() {}

  /** A number with its unit. */
  static String of(long amount, String unit) {
    return unit.equals(BYTES) ? bytes(amount) : of(amount) + " " + unit;
  }

  /** A number with its thousands apart. */
  static String of(long amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

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
