package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites CREATE TABLE and ALTER TABLE: takes away what places, sorts and compresses rows, and the
 * keys, which Redshift knows but does not enforce. Columns of a primary key stay NOT NULL.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html">CREATE TABLE</a>.
 */
final class TableDdl {
  // What VARCHAR and TEXT mean without a length.
  private static final String DEFAULT_LENGTH = "(256)";
  private static final String NOTHING = "DO 'BEGIN END'";

  private final SqlEdit edit;

  private TableDdl(SqlEdit edit) {
    this.edit = edit;
  }

  static void rewrite(SqlEdit edit) throws SQLException {
    if (edit.is(0, "CREATE")) {
      int table = 1;
      while (edit.token(table).isAny("LOCAL", "TEMP", "TEMPORARY")) {
        table++;
      }
      if (edit.is(table, "TABLE")) {
        new TableDdl(edit).create(table + 1);
      }
    } else if (edit.is(0, "ALTER", "TABLE")) {
      new TableDdl(edit).alter(edit.afterName(2));
    }
  }

  private void create(int name) throws SQLException {
    int at = edit.afterName(edit.is(name, "IF", "NOT", "EXISTS") ? name + 3 : name);
    if (edit.is(at, "(")) {
      int end = edit.afterParentheses(at);
      elements(at, end - 1);
      at = end;
    }
    while (at < edit.size() && !edit.is(at, "AS")) {
      at = tableAttribute(at);
    }
  }

  private int tableAttribute(int at) {
    int end;
    if (edit.token(at).isAny("DISTSTYLE", "BACKUP", "ENCODE")) {
      end = at + 2;
    } else if (edit.is(at, "DISTKEY")) {
      end = edit.afterOptionalParentheses(at + 1);
    } else if (edit.token(at).isAny("COMPOUND", "INTERLEAVED")) {
      end = at + 1;
    } else if (edit.is(at, "SORTKEY")) {
      end = edit.is(at + 1, "AUTO") ? at + 2 : edit.afterOptionalParentheses(at + 1);
    } else {
      return at + 1;
    }
    edit.remove(at, end);
    return end;
  }

  private void alter(int action) throws SQLException {
    if (!edit.is(action, "ADD")) {
      return;
    }
    int element = edit.is(action + 1, "COLUMN") ? action + 2 : action + 1;
    if (isKey(element)) {
      edit.remove(0, edit.size());
      edit.replace(0, NOTHING);
    } else {
      column(element, edit.size());
    }
  }

  private void elements(int open, int close) throws SQLException {
    List<Integer> starts = starts(open, close);
    Map<String, Integer> lastTokens = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    boolean anyKept = false;
    for (int i = 0; i < starts.size(); i++) {
      int from = starts.get(i);
      int to = i + 1 < starts.size() ? starts.get(i + 1) - 1 : close;
      if (isKey(from)) {
        keys.addAll(keyColumns(from, to));
        edit.remove(anyKept ? from - 1 : from, anyKept || to == close ? to : to + 1);
      } else {
        lastTokens.put(edit.token(from).name(), to - 1);
        column(from, to);
        anyKept = true;
      }
    }
    lastTokens.forEach(
        (name, last) -> {
          if (keys.contains(name)) {
            edit.append(last, " NOT NULL");
          }
        });
  }

  private List<Integer> starts(int open, int close) {
    List<Integer> starts = new ArrayList<>(List.of(open + 1));
    int at = open + 1;
    while (at < close) {
      if (edit.is(at, "(")) {
        at = edit.afterParentheses(at);
      } else {
        if (edit.is(at, ",")) {
          starts.add(at + 1);
        }
        at++;
      }
    }
    return starts;
  }

  private boolean isKey(int element) {
    int at = edit.is(element, "CONSTRAINT") ? element + 2 : element;
    return edit.is(at, "PRIMARY", "KEY")
        || edit.is(at, "FOREIGN", "KEY")
        || edit.is(at, "UNIQUE", "(");
  }

  private Set<String> keyColumns(int from, int to) {
    Set<String> columns = new HashSet<>();
    boolean primary = false;
    for (int i = from; i < to; i++) {
      primary |= edit.is(i, "PRIMARY");
      if (primary && edit.token(i).isName()) {
        columns.add(edit.token(i).name());
      }
    }
    return columns;
  }

  private void column(int name, int end) throws SQLException {
    int type = name + 1;
    ColumnTypes.check(edit, type, end);
    if (edit.token(type).isAny("VARCHAR", "NVARCHAR") && !edit.is(type + 1, "(")) {
      edit.replace(type, "varchar" + DEFAULT_LENGTH);
    } else if (edit.is(type, "TEXT")) {
      edit.replace(type, "varchar" + DEFAULT_LENGTH);
    } else {
      RedshiftDialect.type(edit, type);
    }
    int at = type + 1;
    while (at < end) {
      at = columnAttribute(at);
    }
  }

  private int columnAttribute(int at) {
    if (edit.is(at, "(")) {
      return edit.afterParentheses(at);
    }
    if (edit.is(at, "PRIMARY", "KEY")) {
      edit.replace(at, "NOT");
      edit.replace(at + 1, "NULL");
      return at + 2;
    }
    if (edit.is(at, "IDENTITY", "(")) {
      return identity(at);
    }
    int end;
    if (edit.token(at).isAny("DISTKEY", "SORTKEY", "UNIQUE")) {
      end = at + 1;
    } else if (edit.is(at, "ENCODE")) {
      end = at + 2;
    } else if (edit.is(at, "REFERENCES")) {
      end = edit.afterOptionalParentheses(edit.afterName(at + 1));
    } else {
      return at + 1;
    }
    edit.remove(at, end);
    return end;
  }

  /** {@code IDENTITY(seed, step)}. */
  private int identity(int at) {
    if (!edit.is(at - 1, "AS")) {
      edit.replace(at, "GENERATED ALWAYS AS IDENTITY");
    }
    int end = edit.afterParentheses(at + 1);
    edit.replace(at + 1, " (START WITH ");
    for (int i = at + 2; i < end; i++) {
      if (edit.is(i, ",")) {
        edit.replace(i, " INCREMENT BY ");
      }
    }
    return end;
  }
}
