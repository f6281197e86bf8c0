package dev.headrace.io.redshift.dataapi;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftDataApiTest {
  private static final RedshiftDataApi WORKGROUP = RedshiftDataApi.workgroup("wg", "dev");

  @Test
  void theSettingsTravelAndHoldNoSecret() {
    RedshiftDataApi api =
        WORKGROUP.withRegion("eu-west-1").withEndpoint(URI.create("http://127.0.0.1:1"));

    assertThat(SerializableUtils.ensureSerializable(api), is(api));
    assertThat(api.secrets(), is(empty()));
  }

  @Test
  void whoLogsInIsToldInOneWay() {
    RedshiftDataApi cluster = RedshiftDataApi.cluster("c", "dev");
    String secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s";

    assertThrows(
        IllegalArgumentException.class, () -> cluster.withDbUser("u").withSecretArn(secret));
    assertThrows(IllegalArgumentException.class, () -> WORKGROUP.withDbUser("u"));
    assertThrows(IllegalArgumentException.class, () -> cluster.withSecretArn("s3cr3t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ireland", "eu", "", "eu-west-1 "})
  void whatIsNoRegionIsRefused(String region) {
    assertThrows(IllegalArgumentException.class, () -> WORKGROUP.withRegion(region));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "ftp://host", "https:host", "https://u:s3cr3t@host"})
  void whatIsNoEndpointIsRefused(String endpoint) {
    assertThrows(
        IllegalArgumentException.class, () -> WORKGROUP.withEndpoint(URI.create(endpoint)));
  }

  @Test
  void withoutARegionItIsToldWhereOneComesFrom() {
    assumeTrue(System.getenv("AWS_REGION") == null, "this machine has a region");
    Map<String, String> nowhere =
        Map.of("aws.disableEc2Metadata", "true", "aws.profile", "none-of-that-name");
    nowhere.forEach(System::setProperty);
    try {
      SQLException failure = assertThrows(SQLException.class, WORKGROUP::open);

      assertThat(
          failure.getMessage(),
          startsWith("There is no AWS region for the Data API: give withRegion(region)"));
    } finally {
      nowhere.keySet().forEach(System::clearProperty);
    }
  }
}
