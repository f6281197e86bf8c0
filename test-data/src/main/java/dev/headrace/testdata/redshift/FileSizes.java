package dev.headrace.testdata.redshift;

import java.math.BigDecimal;

/**
 * How large the files of an UNLOAD get.
 *
 * <p>Limits: <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html">UNLOAD</a>,
 * MAXFILESIZE (5 MB to 6.2 GB, default 6.2 GB, cut to a multiple of the row group) and ROWGROUPSIZE
 * (32 MB to 128 MB, default 32 MB).
 */
final class FileSizes {
  private static final BigDecimal MB = BigDecimal.valueOf(1L << 20);
  private static final BigDecimal KILO = BigDecimal.valueOf(1024);
  private static final BigDecimal LEAST = BigDecimal.valueOf(5);
  private static final BigDecimal MOST = new BigDecimal("6.2").multiply(KILO);
  private static final BigDecimal LEAST_GROUP = BigDecimal.valueOf(32);
  private static final BigDecimal MOST_GROUP = BigDecimal.valueOf(128);

  private BigDecimal file = MOST;
  private BigDecimal group = LEAST_GROUP;

  void maxFileSize(TokenCursor tokens) throws CopyException {
    file = megabytes(tokens);
    check("MAXFILESIZE", file, LEAST, MOST, "5 MB and 6.2 GB");
  }

  void rowGroupSize(TokenCursor tokens) throws CopyException {
    group = megabytes(tokens);
    check("ROWGROUPSIZE", group, LEAST_GROUP, MOST_GROUP, "32 MB and 128 MB");
  }

  /** A file holds at least one row group. */
  long maxBytes() {
    BigDecimal groups = file.divideToIntegralValue(group).max(BigDecimal.ONE);
    return groups.multiply(group).multiply(MB).longValue();
  }

  private static BigDecimal megabytes(TokenCursor tokens) throws CopyException {
    tokens.skip("AS");
    BigDecimal number = tokens.number();
    if (tokens.skip("GB")) {
      return number.multiply(KILO);
    }
    tokens.skip("MB");
    return number;
  }

  private static void check(
      String option, BigDecimal value, BigDecimal least, BigDecimal most, String allowed)
      throws CopyException {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw CopyException.syntax(
          "Invalid %s, expected between %s, but was %s MB".formatted(option, allowed, value));
    }
  }
}
