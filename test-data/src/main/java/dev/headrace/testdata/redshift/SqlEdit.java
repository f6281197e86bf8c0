package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;

/** One statement under rewriting. Positions count the tokens that are not blank. */
final class SqlEdit {
  private final List<Token> tokens;
  private final List<Integer> positions = new ArrayList<>();

  SqlEdit(List<Token> statement) {
    this.tokens = new ArrayList<>(statement);
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).isBlank() && !tokens.get(i).is(";")) {
        positions.add(i);
      }
    }
  }

  int size() {
    return positions.size();
  }

  /** The token at a position, or an empty one beyond the end. */
  Token token(int position) {
    return position < 0 || position >= size()
        ? new Token(Token.Kind.BLANK, "")
        : tokens.get(positions.get(position));
  }

  boolean is(int position, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!token(position + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Puts other text in a token's place; it is not looked at again. */
  void replace(int position, String text) {
    tokens.set(positions.get(position), new Token(Token.Kind.BLANK, text));
  }

  void append(int position, String text) {
    replace(position, token(position).text() + text);
  }

  /** Removes the tokens from the first position up to, but not including, the second. */
  void remove(int from, int to) {
    for (int i = from; i < Math.min(to, size()); i++) {
      replace(i, "");
    }
  }

  /** The position after a possibly qualified name. */
  int afterName(int position) {
    int after = position + 1;
    while (is(after, ".")) {
      after += 2;
    }
    return after;
  }

  /** The position after the parenthesis that closes the one at the position. */
  int afterParentheses(int open) {
    int depth = 0;
    for (int i = open; i < size(); i++) {
      if (is(i, "(")) {
        depth++;
      } else if (is(i, ")")) {
        depth--;
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return size();
  }

  /** The position after an optional parenthesis at the position. */
  int afterOptionalParentheses(int position) {
    return is(position, "(") ? afterParentheses(position) : position;
  }

  String sql() {
    return SqlTokenizer.join(tokens);
  }
}
