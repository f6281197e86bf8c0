package dev.headrace.testdata.redshift;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** Passes calls of a JDBC interface to the object behind it. */
final class JdbcProxy {
  private JdbcProxy() {}

  static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Also gives the proxy its own identity and lets it be unwrapped as itself. */
  static @Nullable Object call(
      Object proxy, Wrapper target, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (args != null && args.length == 1) {
      if (method.getName().equals("equals")) {
        return proxy == args[0];
      }
      if (args[0] instanceof Class<?> type && type.isInstance(proxy)) {
        if (method.getName().equals("unwrap")) {
          return proxy;
        }
        if (method.getName().equals("isWrapperFor")) {
          return true;
        }
      }
    }
    return invoke(target, method, args);
  }

  /** Throws what the target throws. */
  static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** The SQL that is the first argument. */
  static String sql(@Nullable Object @Nullable [] args) {
    if (args == null || !(args[0] instanceof String sql)) {
      throw new IllegalArgumentException("The SQL must not be null");
    }
    return sql;
  }

  static @Nullable Object[] withSql(@Nullable Object @Nullable [] args, String sql) {
    @Nullable Object[] changed = args == null ? new Object[1] : args.clone();
    changed[0] = sql;
    return changed;
  }
}
