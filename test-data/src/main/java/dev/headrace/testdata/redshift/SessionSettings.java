package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.List;

/**
 * Settings that Redshift has and PostgreSQL has not. They can be set and shown under a prefix that
 * PostgreSQL leaves to others, and do nothing.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/cm_chap_ConfigurationRef.html">Configuration
 * reference</a>.
 */
final class SessionSettings {
  private static final String PREFIX = "redshift.";
  private static final String CASE_SENSITIVE = "enable_case_sensitive_identifier";
  private static final List<String> DEFAULTS =
      List.of(
          "query_group TO 'unset'",
          "wlm_query_slot_count TO '1'",
          "enable_result_cache_for_session TO 'on'",
          "analyze_threshold_percent TO '10'",
          CASE_SENSITIVE + " TO 'off'");

  private SessionSettings() {}

  /** What a superuser says once so that the settings can be shown. */
  static List<String> defaults(String database) {
    return DEFAULTS.stream()
        .map(setting -> "ALTER DATABASE " + database + " SET " + PREFIX + setting)
        .toList();
  }

  static void rewrite(SqlEdit edit) throws SQLException {
    if (!edit.token(0).isAny("SET", "RESET", "SHOW")) {
      return;
    }
    int name = edit.token(1).isAny("SESSION", "LOCAL") ? 2 : 1;
    if (edit.is(name, CASE_SENSITIVE)
        && edit.is(0, "SET")
        && !edit.token(name + 2).isAny("OFF", "FALSE", "DEFAULT")) {
      throw CopyException.unsupported(
          "The local Redshift has identifiers in lower case only: " + CASE_SENSITIVE);
    }
    for (String setting : DEFAULTS) {
      if (edit.is(name, setting.substring(0, setting.indexOf(' ')))) {
        edit.replace(name, PREFIX + edit.token(name).name());
        return;
      }
    }
  }
}
