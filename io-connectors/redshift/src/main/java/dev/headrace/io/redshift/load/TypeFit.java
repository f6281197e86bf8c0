package dev.headrace.io.redshift.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a column holds all values of a type. Types that are not known here, such as SUPER, are
 * left to Redshift.
 */
final class TypeFit {
  private static final Pattern TYPE =
      Pattern.compile("([A-Z ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");
  private static final Map<String, String> ALIASES =
      Map.of(
          "INT",
          "INTEGER",
          "INT4",
          "INTEGER",
          "INT8",
          "BIGINT",
          "INT2",
          "SMALLINT",
          "NUMERIC",
          "DECIMAL",
          "FLOAT8",
          "DOUBLE PRECISION",
          "FLOAT4",
          "REAL",
          "BOOL",
          "BOOLEAN");
  private static final Set<String> TEXTS = Set.of("VARCHAR", "CHAR");

  /** From each type to those after it no value is lost. */
  private static final List<List<String>> WIDER =
      List.of(
          List.of("SMALLINT", "INTEGER", "BIGINT"),
          List.of("REAL", "DOUBLE PRECISION"),
          List.of("DATE", "TIMESTAMP", "TIMESTAMPTZ"),
          List.of("BOOLEAN"),
          List.of("DECIMAL"),
          List.of("VARCHAR", "CHAR"));

  /** How a column takes a type. */
  enum Fit {
    /** Every value. */
    FITS,
    /** Texts up to its length. */
    TOO_SHORT,
    /** Not every value, whatever is done. */
    OTHER
  }

  private record Type(String name, int first, int second) {
    static Type parse(String type) {
      Matcher matcher = TYPE.matcher(type.trim().toUpperCase(Locale.ROOT));
      if (!matcher.matches()) {
        return new Type(type, 0, 0);
      }
      String name = matcher.group(1);
      return new Type(
          ALIASES.getOrDefault(name, name), number(matcher.group(2)), number(matcher.group(3)));
    }

    private static int number(String digits) {
      return digits == null ? 0 : Integer.parseInt(digits);
    }

    boolean isKnown() {
      return WIDER.stream().anyMatch(family -> family.contains(name));
    }
  }

  private TypeFit() {}

  static Fit of(String wanted, String there) {
    Type from = Type.parse(wanted);
    Type to = Type.parse(there);
    if (!from.isKnown() || !to.isKnown()) {
      return Fit.FITS;
    }
    if (TEXTS.contains(from.name()) && TEXTS.contains(to.name())) {
      return text(from, to);
    }
    if (from.name().equals("DECIMAL") && to.name().equals("DECIMAL")) {
      boolean holds =
          to.second() >= from.second() && to.first() - to.second() >= from.first() - from.second();
      return holds ? Fit.FITS : Fit.OTHER;
    }
    return isWider(from.name(), to.name()) ? Fit.FITS : Fit.OTHER;
  }

  /**
   * A CHAR takes single-byte characters only
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html), and cannot be widened,
   * so that a short one is left to Redshift too.
   */
  private static Fit text(Type from, Type to) {
    if (to.name().equals("CHAR")) {
      return from.name().equals("CHAR") ? Fit.FITS : Fit.OTHER;
    }
    return to.first() >= from.first() ? Fit.FITS : Fit.TOO_SHORT;
  }

  /** The VARCHAR that holds all values of a text type, as no other type can be made wider. */
  static String varchar(String text) {
    return "VARCHAR(" + Type.parse(text).first() + ")";
  }

  /** A text type as short as the one that is there; any other type as it is. */
  static String narrower(String wanted, @Nullable String there) {
    Type from = Type.parse(wanted);
    Type to = Type.parse(there == null ? wanted : there);
    boolean shorter = TEXTS.contains(to.name()) && to.first() < from.first();
    return from.name().equals("VARCHAR") && shorter ? "VARCHAR(" + to.first() + ")" : wanted;
  }

  private static boolean isWider(String from, String to) {
    return WIDER.stream()
        .anyMatch(family -> family.contains(from) && family.indexOf(to) >= family.indexOf(from));
  }
}
