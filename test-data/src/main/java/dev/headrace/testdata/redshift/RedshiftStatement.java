package dev.headrace.testdata.redshift;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL statement whose SQL is Redshift's. */
final class RedshiftStatement implements InvocationHandler {
  private final Connection connection;
  private final Statement postgres;
  private final RedshiftSession session;
  private final @Nullable Interpreted prepared;
  private final String preparedSql;
  private boolean lastWasInterpreted;

  RedshiftStatement(
      Connection connection,
      Statement postgres,
      RedshiftSession session,
      @Nullable Interpreted prepared,
      String preparedSql) {
    this.connection = connection;
    this.postgres = postgres;
    this.session = session;
    this.prepared = prepared;
    this.preparedSql = preparedSql;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return call(proxy, method, args);
    } catch (SQLException e) {
      throw session.translated(e);
    }
  }

  private @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    String name = method.getName();
    return switch (name) {
      case "getConnection" -> connection;
      case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
        String sql = args == null || args.length == 0 ? preparedSql : JdbcProxy.sql(args);
        yield session.run(sql, () -> execute(proxy, method, args));
      }
      case "addBatch" -> execute(proxy, method, args);
      // An interpreted statement is not run by this statement, which would still show what it ran
      // before.
      case "getUpdateCount" -> lastWasInterpreted ? -1 : JdbcProxy.invoke(postgres, method, args);
      case "getLargeUpdateCount" ->
          lastWasInterpreted ? -1L : JdbcProxy.invoke(postgres, method, args);
      case "getMoreResults" ->
          lastWasInterpreted ? false : JdbcProxy.invoke(postgres, method, args);
      case "getResultSet" -> lastWasInterpreted ? null : JdbcProxy.invoke(postgres, method, args);
      default -> JdbcProxy.call(proxy, postgres, method, args);
    };
  }

  private @Nullable Object execute(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (args == null || args.length == 0) {
      return prepared == null
          ? JdbcProxy.call(proxy, postgres, method, args)
          : run(prepared, method.getName());
    }
    String sql = JdbcProxy.sql(args);
    @Nullable Interpreted own = session.interpreted(sql);
    if (own != null) {
      return run(own, method.getName());
    }
    lastWasInterpreted = false;
    return JdbcProxy.invoke(postgres, method, JdbcProxy.withSql(args, session.postgresSql(sql)));
  }

  private @Nullable Object run(Interpreted statement, String method) throws SQLException {
    if (postgres.isClosed()) {
      throw new SQLException("This statement has been closed.", "55000");
    }
    if (method.equals("addBatch")) {
      throw CopyException.unsupported("A " + statement.tag() + " cannot be part of a batch");
    }
    session.run(statement);
    lastWasInterpreted = true;
    return switch (method) {
      case "execute" -> false;
      case "executeUpdate" -> 0;
      case "executeLargeUpdate" -> 0L;
      default -> throw new SQLException("No results were returned by the query.", "02000");
    };
  }
}
