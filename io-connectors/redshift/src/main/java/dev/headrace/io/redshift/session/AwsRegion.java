package dev.headrace.io.redshift.session;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Pattern;

/** The name of an AWS region, as settings give it. */
public final class AwsRegion {
  private static final Pattern NAME = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

  private AwsRegion() {}

  /**
   * Checks that it looks like one.
   *
   * @param setting what it is for, as the message begins
   * @throws IllegalArgumentException if it does not
   */
  public static void require(String setting, String region) {
    checkArgument(
        NAME.matcher(region).matches(),
        "%s must be such as eu-west-1, but is \"%s\"",
        setting,
        region);
  }
}
