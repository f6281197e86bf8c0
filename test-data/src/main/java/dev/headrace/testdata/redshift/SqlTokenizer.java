package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens. In the literals of COPY and UNLOAD a backslash takes the next character's
 * meaning, as it does for Redshift; other literals are PostgreSQL's.
 *
 * <p>Joining their texts gives the input back, whatever it is: an unterminated literal or comment
 * reaches to the end, and the server says what is wrong with it.
 */
final class SqlTokenizer {
  private final String sql;
  private int at;
  private boolean isFirstWord = true;
  private boolean escapes;

  private SqlTokenizer(String sql) {
    this.sql = sql;
  }

  static List<Token> tokens(String sql) {
    SqlTokenizer tokenizer = new SqlTokenizer(sql);
    List<Token> tokens = new ArrayList<>();
    while (tokenizer.at < sql.length()) {
      tokens.add(tokenizer.next());
    }
    return tokens;
  }

  static String join(List<Token> tokens) {
    StringBuilder sql = new StringBuilder();
    tokens.forEach(token -> sql.append(token.text()));
    return sql.toString();
  }

  private Token next() {
    int start = at;
    Token.Kind kind = skip(sql.charAt(at));
    Token token = new Token(kind, sql.substring(start, at));
    if (token.is(";")) {
      isFirstWord = true;
      escapes = false;
    } else if (isFirstWord && !token.isBlank()) {
      isFirstWord = false;
      escapes = token.isAny("COPY", "UNLOAD");
    }
    return token;
  }

  private Token.Kind skip(char first) {
    if (Character.isWhitespace(first)) {
      while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
        at++;
      }
      return Token.Kind.BLANK;
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return Token.Kind.BLANK;
    }
    if (sql.startsWith("/*", at)) {
      skipComment();
      return Token.Kind.BLANK;
    }
    if (first == '\'') {
      skipQuoted('\'', escapes);
      return Token.Kind.STRING;
    }
    if (first == '"') {
      skipQuoted('"', false);
      return Token.Kind.QUOTED_IDENTIFIER;
    }
    if ((first == 'E' || first == 'e') && sql.startsWith("'", at + 1)) {
      at++;
      skipQuoted('\'', true);
      return Token.Kind.STRING;
    }
    if (first == '$' && skipDollarQuoted()) {
      return Token.Kind.STRING;
    }
    if (isWordStart(first)) {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      return Token.Kind.WORD;
    }
    if (first >= '0' && first <= '9') {
      while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
        at++;
      }
      return Token.Kind.NUMBER;
    }
    at += sql.startsWith("::", at) ? 2 : 1;
    return Token.Kind.SYMBOL;
  }

  private void skipQuoted(char quote, boolean backslashEscapes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\' && backslashEscapes) {
        at = Math.min(at + 1, sql.length());
      } else if (c == quote) {
        if (at < sql.length() && sql.charAt(at) == quote) {
          at++;
        } else {
          return;
        }
      }
    }
  }

  /** PostgreSQL and Redshift nest comments. */
  private void skipComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
    at = Math.min(at, sql.length());
  }

  private boolean skipDollarQuoted() {
    int tagEnd = at + 1;
    while (tagEnd < sql.length() && isWordStart(sql.charAt(tagEnd))) {
      tagEnd++;
    }
    if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
      return false;
    }
    String tag = sql.substring(at, tagEnd + 1);
    int end = sql.indexOf(tag, tagEnd + 1);
    at = end < 0 ? sql.length() : end + tag.length();
    return true;
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '#';
  }
}
