package dev.headrace.io.redshift.dataapi;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.session.AwsRegion;
import dev.headrace.io.redshift.session.JdbcUrl;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClientBuilder;

/**
 * How workers reach Redshift over HTTPS, by the Data API, without a connection of their own into
 * its network (https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html). Workers sign their
 * requests with the AWS identity they have; a password is never seen here: a secret is only named
 * to Redshift.
 */
@AutoValue
public abstract class RedshiftDataApi implements RedshiftSessions {
  private static final long serialVersionUID = 1L;
  private static final Pattern SECRET_ARN =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[^#\\s]+");

  abstract @Nullable String workgroup();

  abstract @Nullable String cluster();

  abstract @Nullable String dbUser();

  abstract @Nullable String secretArn();

  abstract String database();

  abstract @Nullable String region();

  abstract @Nullable URI endpoint();

  abstract Duration firstPoll();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setWorkgroup(String workgroup);

    abstract Builder setCluster(String cluster);

    abstract Builder setDbUser(String dbUser);

    abstract Builder setSecretArn(String secretArn);

    abstract Builder setDatabase(String database);

    abstract Builder setRegion(String region);

    abstract Builder setEndpoint(URI endpoint);

    abstract Builder setFirstPoll(Duration firstPoll);

    abstract RedshiftDataApi build();
  }

  private static Builder builder(String database) {
    return new AutoValue_RedshiftDataApi.Builder()
        .setDatabase(named("database", database))
        .setFirstPoll(Duration.ofMillis(250));
  }

  /** A workgroup of Redshift Serverless, as the database user of the AWS identity. */
  public static RedshiftDataApi workgroup(String workgroup, String database) {
    return builder(database).setWorkgroup(named("workgroup", workgroup)).build();
  }

  /** A provisioned cluster. Needs {@link #withDbUser} or {@link #withSecretArn}. */
  public static RedshiftDataApi cluster(String cluster, String database) {
    return builder(database).setCluster(named("cluster", cluster)).build();
  }

  private static String named(String what, String name) {
    checkArgument(!name.isBlank(), "The Data API needs the name of a %s", what);
    return name;
  }

  /** Logs in to a cluster as a database user, by temporary credentials of the AWS identity. */
  public RedshiftDataApi withDbUser(String dbUser) {
    checkArgument(
        cluster() != null,
        "withDbUser(dbUser) is for clusters: in a workgroup the user is that of the AWS identity");
    checkArgument(
        secretArn() == null,
        "withDbUser(dbUser) and withSecretArn(arn) exclude each other, and the secret is set");
    return toBuilder().setDbUser(named("database user", dbUser)).build();
  }

  /** Logs in by a secret of AWS Secrets Manager, which Redshift reads by itself. */
  public RedshiftDataApi withSecretArn(String arn) {
    checkArgument(
        SECRET_ARN.matcher(arn).matches(),
        "The secret must be such as arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME");
    checkArgument(
        dbUser() == null,
        "withDbUser(dbUser) and withSecretArn(arn) exclude each other, and the user is set");
    return toBuilder().setSecretArn(arn).build();
  }

  /** The AWS region; default is that of the worker's environment. */
  public RedshiftDataApi withRegion(String region) {
    AwsRegion.require("The Data API's region", region);
    return toBuilder().setRegion(region).build();
  }

  /** Another endpoint than AWS's own, such as one inside of a VPC. */
  public RedshiftDataApi withEndpoint(URI endpoint) {
    checkArgument(
        String.valueOf(endpoint.getScheme()).matches("https?")
            && endpoint.getHost() != null
            && endpoint.getUserInfo() == null,
        "The Data API's endpoint must be such as https://host, without credentials, but is %s",
        JdbcUrl.told(endpoint.toString()));
    return toBuilder().setEndpoint(endpoint).build();
  }

  /** How soon a statement is first asked after; the waits grow up to twenty times that. */
  public RedshiftDataApi withFirstPoll(Duration firstPoll) {
    checkArgument(
        firstPoll.toMillis() >= 1, "The first poll must be after 1 ms or more, not %s", firstPoll);
    return toBuilder().setFirstPoll(firstPoll).build();
  }

  /** None: Redshift reads the secret that is named. */
  @Override
  public List<Secret> secrets() {
    return List.of();
  }

  @Override
  public RedshiftSession open() throws SQLException {
    checkArgument(
        cluster() == null || dbUser() != null || secretArn() != null,
        "The cluster %s needs withDbUser(dbUser) or withSecretArn(arn)",
        cluster());
    RedshiftDataClientBuilder builder = RedshiftDataClient.builder();
    String region = region();
    if (region != null) {
      builder.region(Region.of(region));
    }
    URI endpoint = endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    Statements statements =
        new Statements(region == null ? inDefaultRegion(builder) : builder.build(), this);
    try {
      return new DataApiSession(statements);
    } catch (SQLException | RuntimeException e) {
      statements.close();
      throw e;
    }
  }

  private static RedshiftDataClient inDefaultRegion(RedshiftDataClientBuilder builder)
      throws SQLException {
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw DataApiException.of(
          DataApiException.NOT_OPENED,
          "There is no AWS region for the Data API: give withRegion(region), which is"
              + " --warehouse-region of headrace run, AWS_REGION, or a profile that has one",
          null);
    }
  }
}
