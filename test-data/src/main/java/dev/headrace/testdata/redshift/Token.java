package dev.headrace.testdata.redshift;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One lexical piece of SQL, with the text exactly as it was written. */
record Token(Kind kind, String text) {
  private static final Pattern ESCAPED = Pattern.compile("(?s)''|\\\\.");
  private static final Pattern DOLLARS = Pattern.compile("(?s)(\\$\\w*\\$)(.*)\\1");

  enum Kind {
    WORD,
    QUOTED_IDENTIFIER,
    STRING,
    NUMBER,
    SYMBOL,
    /** White space and comments. */
    BLANK
  }

  boolean is(String wordOrSymbol) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(wordOrSymbol);
  }

  boolean isAny(String... wordsOrSymbols) {
    for (String wordOrSymbol : wordsOrSymbols) {
      if (is(wordOrSymbol)) {
        return true;
      }
    }
    return false;
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
  }

  boolean isBlank() {
    return kind == Kind.BLANK;
  }

  /** A quoted identifier in lower case, as Redshift reads it; anything else as it is. */
  Token folded() {
    return kind == Kind.QUOTED_IDENTIFIER ? new Token(kind, text.toLowerCase(Locale.ROOT)) : this;
  }

  /** The identifier this token names, in lower case and without its quotes. */
  String name() {
    return kind == Kind.QUOTED_IDENTIFIER
        ? folded().text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toLowerCase(Locale.ROOT);
  }

  /** Whether this is a whole string that is not marked as having escapes. */
  boolean isLiteral() {
    return kind == Kind.STRING && (text.matches("(?s)'.*'") || DOLLARS.matcher(text).matches());
  }

  /**
   * The value of a string for which {@link #isLiteral()} holds, as COPY and UNLOAD read it: they
   * take quotes and backslashes that are doubled or behind a backslash
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html), and a backslash alone begins an
   * escape (https://github.com/aws/amazon-redshift-jdbc-driver/issues/124).
   */
  String literal() {
    Matcher dollars = DOLLARS.matcher(text);
    if (dollars.matches()) {
      return dollars.group(2);
    }
    return ESCAPED
        .matcher(text.substring(1, text.length() - 1))
        .replaceAll(escape -> Matcher.quoteReplacement(meant(escape.group())));
  }

  private static String meant(String escape) {
    char meant = escape.charAt(1);
    if (escape.charAt(0) == '\'') {
      return "'";
    }
    return switch (meant) {
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      default -> String.valueOf(meant);
    };
  }
}
