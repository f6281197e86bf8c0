package dev.headrace.transforms.secrets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api/orders-AbCdEf";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:API_TOKEN",
        "env:api.token-1",
        "file:/run/secrets/token",
        "file:/run/secrets/a token#1",
        ARN,
        ARN + "#password",
        ARN + "#the password",
        "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:rds!db-1",
        "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a",
      })
  void aReferenceIsKeptAsItIs(String reference) {
    Secret secret = Secret.of(reference);

    assertThat(secret.reference(), is(reference));
    assertThat(secret.toString(), is(reference));
    assertThat(secret, is(Secret.of(reference)));
    assertThat(SerializableUtils.clone(secret), is(secret));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cr3t",
        "",
        "env:",
        "env:s3cr3t!",
        "env:A=s3cr3t",
        " env:s3cr3t",
        "file:",
        "file:s3cr3t",
        "file:/s3cr3t\n",
        "https://s3cr3t",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s3cr3t#",
        "arn:aws:secretsmanager:eu-west-1:12345:secret:s3cr3t",
        "arn:aws:secretsmanager::123456789012:secret:s3cr3t",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/s3cr3t",
      })
  void anythingElseIsRefusedWithoutRepeatingIt(String reference) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Secret.of("The API's key", reference));

    assertThat(
        refusal.getMessage(),
        allOf(
            startsWith("The API's key must be a reference, env:NAME, file:/path or arn:aws:"),
            not(containsString("s3cr3t"))));
  }

  @Test
  void secretsOfDifferentPlacesDiffer() {
    assertThat(Secret.of(ARN), is(not(Secret.of(ARN + "#password"))));
  }
}
