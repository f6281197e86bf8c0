package dev.headrace.io.redshift.load;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Connects by another driver and lets {@link Faults} come between. */
public final class FaultyDriver extends TestDriver {
  private static final String PREFIX = "jdbc:failing:";
  private static final Map<String, Faults> FAULTS = new ConcurrentHashMap<>();

  static {
    try {
      DriverManager.registerDriver(new FaultyDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private FaultyDriver() {}

  /** All connections to the URL share the faults. */
  static String url(Faults faults, String realUrl) {
    String id = UUID.randomUUID().toString();
    FAULTS.put(id, faults);
    return PREFIX + id + ":" + realUrl;
  }

  @Override
  protected Connection connection(String url, Properties info) throws SQLException {
    String[] parts = url.substring(PREFIX.length()).split(":", 2);
    Faults faults = FAULTS.get(parts[0]);
    if (faults == null) {
      throw new SQLException("No faults are known as " + parts[0]);
    }
    return watched(DriverManager.getConnection(parts[1], info), faults);
  }

  private static Connection watched(Connection real, Faults faults) {
    return proxy(
        Connection.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "close" -> faults.staysOpen() ? null : invoke(real, method, arguments);
              case "commit" -> step(real, faults, Faults.COMMIT, real, method, arguments);
              case "createStatement" ->
                  statement(Statement.class, real, faults, invoke(real, method, arguments), null);
              case "prepareStatement" ->
                  statement(
                      PreparedStatement.class,
                      real,
                      faults,
                      invoke(real, method, arguments),
                      String.valueOf(arguments[0]));
              default -> invoke(real, method, arguments);
            });
  }

  private static <T extends Statement> T statement(
      Class<T> type,
      Connection connection,
      Faults faults,
      @Nullable Object real,
      @Nullable String prepared) {
    if (real == null) {
      throw new IllegalStateException("The driver gave no statement");
    }
    return proxy(
        type,
        (method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return invoke(real, method, arguments);
          }
          String sql = prepared == null ? String.valueOf(arguments[0]) : prepared;
          return step(connection, faults, sql, real, method, arguments);
        });
  }

  private static @Nullable Object step(
      Connection connection,
      Faults faults,
      String step,
      Object target,
      Method method,
      Object[] arguments)
      throws Throwable {
    faults.before(connection, step);
    Object result = invoke(target, method, arguments);
    faults.after(connection, step);
    return result;
  }

  private interface Call {
    @Nullable Object run(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                call.run(method, arguments == null ? new Object[0] : arguments)));
  }

  private static @Nullable Object invoke(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }
}
