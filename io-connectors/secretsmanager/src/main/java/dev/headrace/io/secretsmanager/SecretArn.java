package dev.headrace.io.secretsmanager;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ARN of a secret, without the field that a reference may name after a {@code #}. */
record SecretArn(String arn, String region) {
  private static final Pattern REFERENCE =
      Pattern.compile("(arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):[0-9]+:secret:[^#]+)(#(.+))?");

  static boolean isOne(String reference) {
    return REFERENCE.matcher(reference).matches();
  }

  static SecretArn parse(String reference) {
    Matcher parts = matched(reference);
    return new SecretArn(parts.group(1), parts.group(2));
  }

  /** The name of the field; null for the whole of the secret. */
  static @Nullable String fieldOf(String reference) {
    return matched(reference).group(4);
  }

  private static Matcher matched(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    checkArgument(parts.matches(), "Not a reference to a secret of Secrets Manager");
    return parts;
  }

  @Override
  public String toString() {
    return arn;
  }
}
