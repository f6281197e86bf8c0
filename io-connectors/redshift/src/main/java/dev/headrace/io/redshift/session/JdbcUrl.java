package dev.headrace.io.redshift.session;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Pattern;

/** What a URL may hold, and how it is told without what it may not. */
public final class JdbcUrl {
  // Also those of
  // https://docs.aws.amazon.com/redshift/latest/mgmt/jdbc20-configuration-options.html
  private static final Pattern SECRETS =
      Pattern.compile(
          "(password|pwd|secret|secretaccesskey|accesskeyid|token)\\s*=|//[^/?;]*@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN = Pattern.compile("(file:///)?[A-Za-z0-9._/-]*");

  private JdbcUrl() {}

  static void requireJdbc(String url) {
    checkArgument(
        url.startsWith("jdbc:"),
        "The warehouse's URL must be such as jdbc:redshift://host:5439/database, but is %s",
        told(url));
  }

  static void requireNoSecret(String url) {
    checkArgument(
        !SECRETS.matcher(url).find(),
        "The warehouse's URL must not hold a password, key or token; name the password by a"
            + " reference");
  }

  /** A value for a message: whole where no password can be in it, else how it begins. */
  public static String told(String value) {
    boolean plain = PLAIN.matcher(value).matches();
    return '"' + (plain ? value : value.replaceFirst("[^A-Za-z].*", "…")) + '"';
  }
}
