package dev.headrace.io.redshift.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.testdata.redshift.RedshiftIam;
import dev.headrace.testdata.redshift.RedshiftIam.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Amazon's driver asks a stand-in of AWS for the cluster and for credentials, signed by the
 * worker's identity, and logs in with them by TLS.
 */
@HangLimit
class IamConnectionTest extends WarehouseFixture {
  private static final Map<String, String> IDENTITY =
      Map.of("aws.accessKeyId", "AKIDEXAMPLE", "aws.secretAccessKey", "example");
  private static final Map<String, String> NOBODY =
      Map.of("aws.disableEc2Metadata", "true", "aws.profile", "none-of-that-name");

  private RedshiftIam iam;

  @BeforeEach
  void start() throws IOException {
    iam = RedshiftIam.start(redshift(), Files.createTempDirectory(directory, "tls"));
    IDENTITY.forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    IDENTITY.keySet().forEach(System::clearProperty);
    NOBODY.keySet().forEach(System::clearProperty);
    iam.close();
  }

  private void assertSignedFor(String service) {
    for (Request request : iam.requests()) {
      assertThat(request.signature(), startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
      assertThat(request.signature(), containsString("/eu-west-1/" + service + "/aws4_request"));
    }
  }

  private List<String> operations() {
    return iam.requests().stream().map(Request::operation).distinct().toList();
  }

  private Map<String, String> asked(String operation) {
    return iam.requests().stream()
        .filter(request -> request.operation().equals(operation))
        .findFirst()
        .orElseThrow()
        .fields();
  }

  @Test
  void aLoadLogsInToAClusterWithCredentialsThatTheDriverGetsForTheWorkersIdentity()
      throws Exception {
    Reading oslo = Reading.of("a", "Oslo", 1);
    RedshiftConnection cluster = RedshiftConnection.iam(iam.clusterUrl(), "loader");

    assertThat(load(cluster, upserted, "1", file(oslo)).status(), is(Status.LOADED));

    assertThat(readings(), is(sorted(oslo)));
    assertThat(operations(), is(List.of("DescribeClusters", "GetClusterCredentials")));
    Map<String, String> credentials = asked("GetClusterCredentials");
    assertThat(credentials.get("DbUser"), is("loader"));
    assertThat(credentials.get("DbName"), is("dev"));
    // The driver takes a host that is not below amazonaws.com for a domain of the cluster's own.
    assertThat(credentials.get("CustomDomainName"), is("127.0.0.1"));
    assertSignedFor("redshift");
  }

  @Test
  void aLoadLogsInToAWorkgroupAsTheUserOfTheWorkersIdentity() throws Exception {
    Reading oslo = Reading.of("a", "Oslo", 1);
    RedshiftConnection workgroup = RedshiftConnection.iam(iam.workgroupUrl(), "");

    assertThat(load(workgroup, upserted, "1", file(oslo)).status(), is(Status.LOADED));

    assertThat(readings(), is(sorted(oslo)));
    assertThat(operations(), is(List.of("GetCredentials")));
    assertThat(asked("GetCredentials").get("workgroupName"), is("exampleworkgroup"));
    assertThat(asked("GetCredentials").get("dbName"), is("dev"));
    assertSignedFor("redshift-serverless");
  }

  @Test
  void withoutAnIdentityItIsToldWhatToGive() {
    assumeTrue(System.getenv("AWS_ACCESS_KEY_ID") == null, "this machine has an identity");
    stopBeingAnyone();
    RedshiftConnection cluster = RedshiftConnection.iam(iam.clusterUrl(), "loader");

    SQLException failure = assertThrows(SQLException.class, cluster::open);

    assertThat(
        failure.getMessage(),
        containsString(
            "There are no AWS credentials to reach the warehouse with: give AWS_ACCESS"));
  }

  private static void stopBeingAnyone() {
    IDENTITY.keySet().forEach(System::clearProperty);
    NOBODY.forEach(System::setProperty);
  }

  @Test
  void credentialsThatAreRefusedAreNotTold() {
    String outdated = "outdated/credentials+of=yesterday";
    iam.gives(outdated);
    RedshiftConnection cluster = RedshiftConnection.iam(iam.clusterUrl(), "loader");

    SQLException refusal = assertThrows(SQLException.class, cluster::open);

    assertThat(refusal.getMessage(), containsString("password authentication failed"));
    assertThat(refusal.getMessage(), not(containsString(outdated)));
  }
}
