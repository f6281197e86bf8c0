package dev.headrace.io.glue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types that a Parquet column may change to while earlier files keep the old one, and Athena still
 * reads them (https://docs.aws.amazon.com/athena/latest/ug/types-of-updates.html); Spark 3.5 does
 * so for decimals alone. Arrays, maps and structs stay as they are.
 */
final class Widening {
  static final String ALLOWED =
      "int may become bigint, float double, and decimal more digits at the same scale";

  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}),(\\d{1,2})\\)");

  private Widening() {}

  static boolean isAllowed(String from, String to) {
    return (from.equals("int") && to.equals("bigint"))
        || (from.equals("float") && to.equals("double"))
        || isWiderDecimal(DECIMAL.matcher(from), DECIMAL.matcher(to));
  }

  private static boolean isWiderDecimal(Matcher from, Matcher to) {
    return from.matches()
        && to.matches()
        && from.group(2).equals(to.group(2))
        && Integer.parseInt(from.group(1)) < Integer.parseInt(to.group(1));
  }
}
