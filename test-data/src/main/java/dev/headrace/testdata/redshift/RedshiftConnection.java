package dev.headrace.testdata.redshift;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.net.URI;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL connection whose statements are Redshift's. */
final class RedshiftConnection implements InvocationHandler {
  // Stands in where an interpreted statement is prepared; it is never executed.
  private static final String PLACEHOLDER = "SELECT 1";

  private final Connection postgres;
  private final RedshiftSession session;

  private RedshiftConnection(Connection postgres, RedshiftSession session) {
    this.postgres = postgres;
    this.session = session;
  }

  static Connection open(PostgresAddress server, URI s3Endpoint, Properties settings)
      throws SQLException {
    Connection postgres = server.connect(settings);
    Interpreter interpreter =
        new Interpreter(new JdbcBackend(postgres), s3Endpoint, new LoadLog(server));
    return JdbcProxy.of(
        Connection.class,
        new RedshiftConnection(
            postgres,
            new RedshiftSession(postgres, interpreter, StatementFaults.of(server.port()))));
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
    return switch (method.getName()) {
      case "createStatement" -> statement(Statement.class, proxy, method, args, null, "");
      case "prepareStatement" -> prepare(PreparedStatement.class, proxy, method, args);
      case "prepareCall" -> prepare(CallableStatement.class, proxy, method, args);
      case "nativeSQL" -> RedshiftDialect.rewrite(JdbcProxy.sql(args));
      case "commit" -> session.run("COMMIT", () -> JdbcProxy.call(proxy, postgres, method, args));
      case "close" -> {
        session.close();
        yield JdbcProxy.call(proxy, postgres, method, args);
      }
      default -> JdbcProxy.call(proxy, postgres, method, args);
    };
  }

  private Object prepare(
      Class<? extends Statement> type,
      Object proxy,
      Method method,
      @Nullable Object @Nullable [] args)
      throws Throwable {
    String sql = JdbcProxy.sql(args);
    @Nullable Interpreted own = session.interpreted(sql);
    String prepared = own == null ? session.postgresSql(sql) : PLACEHOLDER;
    return statement(type, proxy, method, JdbcProxy.withSql(args, prepared), own, sql);
  }

  private Object statement(
      Class<? extends Statement> type,
      Object proxy,
      Method method,
      @Nullable Object @Nullable [] args,
      @Nullable Interpreted own,
      String sql)
      throws Throwable {
    if (!(JdbcProxy.invoke(postgres, method, args) instanceof Statement statement)) {
      throw new IllegalStateException(method + " returned no statement");
    }
    return JdbcProxy.of(
        type, new RedshiftStatement((Connection) proxy, statement, session, own, sql));
  }
}
