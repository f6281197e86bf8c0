package dev.headrace.io.redshift.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class AwsIdentityTest {
  @Test
  void whatTheSdkSaysOfAMissingIdentityBecomesWhatToGive() {
    Exception ofTheSdk =
        assertThrows(
            Exception.class,
            () ->
                AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create())
                    .resolveCredentials());
    SQLException ofTheDriver = new SQLException("Something unusual has occurred", ofTheSdk);

    String advice = "There are no AWS credentials to reach the warehouse with: give AWS_ACCESS_KEY";
    assertThat(AwsIdentity.told(ofTheSdk), startsWith(advice));
    assertThat(AwsIdentity.told(ofTheDriver), startsWith(advice));
  }

  @Test
  void whatElseGoesWrongIsToldAsItIs() {
    assertThat(AwsIdentity.told(new SQLException("no route to host")), is("no route to host"));
  }
}
