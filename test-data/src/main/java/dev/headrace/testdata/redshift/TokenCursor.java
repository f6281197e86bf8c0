package dev.headrace.testdata.redshift;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Reads the tokens of one statement in order, blanks and the closing semicolon left out. */
final class TokenCursor {
  private final List<Token> tokens;
  private int at;

  TokenCursor(List<Token> statement) {
    this.tokens = statement.stream().filter(token -> !token.isBlank() && !token.is(";")).toList();
  }

  boolean isAtEnd() {
    return at == tokens.size();
  }

  /** Steps over the token if it is this word or symbol. */
  boolean skip(String wordOrSymbol) {
    if (isAtEnd() || !tokens.get(at).is(wordOrSymbol)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String wordOrSymbol) throws CopyException {
    if (!skip(wordOrSymbol)) {
      throw unexpected();
    }
  }

  /** An identifier, without its quotes. */
  String name() throws CopyException {
    if (isAtEnd() || !tokens.get(at).isName()) {
      throw unexpected();
    }
    return tokens.get(at++).name();
  }

  /** A word in upper case. */
  String word() throws CopyException {
    if (isAtEnd() || tokens.get(at).kind() != Token.Kind.WORD) {
      throw unexpected();
    }
    return tokens.get(at++).text().toUpperCase(Locale.ROOT);
  }

  /** The value of a string literal, quoted or between dollar signs. */
  String string() throws CopyException {
    if (isAtEnd() || !tokens.get(at).isLiteral()) {
      throw unexpected();
    }
    return tokens.get(at++).literal();
  }

  BigDecimal number() throws CopyException {
    if (isAtEnd() || tokens.get(at).kind() != Token.Kind.NUMBER) {
      throw unexpected();
    }
    try {
      return new BigDecimal(tokens.get(at).text());
    } catch (NumberFormatException e) {
      throw unexpected();
    } finally {
      at++;
    }
  }

  int integer(String option, int most) throws CopyException {
    BigDecimal number = number();
    if (number.scale() > 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw CopyException.syntax(
          "Invalid %s, expected 0 to %d, but was %s".formatted(option, most, number));
    }
    return number.intValueExact();
  }

  /** Whether the word is still to come. */
  boolean holds(String word) {
    return tokens.subList(at, tokens.size()).stream().anyMatch(token -> token.is(word));
  }

  private CopyException unexpected() {
    return CopyException.syntax(
        isAtEnd()
            ? "syntax error at end of input"
            : "syntax error at or near \"" + tokens.get(at).text() + "\"");
  }
}
