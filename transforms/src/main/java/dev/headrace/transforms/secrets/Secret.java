package dev.headrace.transforms.secrets;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Where a secret is, never the secret itself: this is what travels, is printed and is compared.
 * {@link Secrets#read} gives the value, on the worker that uses it.
 */
@AutoValue
public abstract class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The forms a reference can have, for a message that refuses another. */
  public static final String FORMS =
      "env:NAME, file:/path or arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME,"
          + " after which #FIELD names a field of a JSON secret";

  // The characters of a name are those of
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  private static final Pattern REFERENCE =
      Pattern.compile(
          "env:[A-Za-z_][A-Za-z0-9_.-]*"
              + "|file:/[^\\p{Cntrl}]+"
              + "|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:"
              + "[A-Za-z0-9/_+=.@!-]+(#[^\\p{Cntrl}]+)?");

  /** The reference as it was given. */
  public abstract String reference();

  /**
   * Refers to an environment variable ({@code env:NAME}), a file ({@code file:/path}, absolute), or
   * a secret of AWS Secrets Manager by its ARN, of which {@code #FIELD} takes one field if it is a
   * JSON object.
   *
   * @throws IllegalArgumentException if it is none of these; it is not repeated, since it may be
   *     the secret itself
   */
  public static Secret of(String reference) {
    return of("A secret", reference);
  }

  /**
   * The same, with the setting's name for the error: "The API key must be a reference, …".
   *
   * @throws IllegalArgumentException as {@link #of(String)} does
   */
  public static Secret of(String setting, String reference) {
    checkArgument(
        REFERENCE.matcher(reference).matches(), "%s must be a reference, %s", setting, FORMS);
    return new AutoValue_Secret(reference);
  }

  @Override
  public final String toString() {
    return reference();
  }
}
