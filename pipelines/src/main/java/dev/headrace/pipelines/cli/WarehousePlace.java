package dev.headrace.pipelines.cli;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.dataapi.RedshiftDataApi;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options for how the warehouse is reached: by JDBC, or over HTTPS by the Data API. */
final class WarehousePlace {
  @ArgGroup(multiplicity = "1")
  private Name name = new Name();

  /** What it is called, which also tells the way. */
  private static final class Name {
    @Option(
        names = "--warehouse-url",
        paramLabel = "JDBC-URL",
        required = true,
        description =
            "The warehouse by JDBC, as jdbc:redshift://host:5439/database, or as"
                + " jdbc:redshift:iam://host:5439/database to log in by IAM.")
    private @Nullable String url;

    @Option(
        names = "--warehouse-workgroup",
        paramLabel = "NAME",
        required = true,
        description = "The warehouse by the Data API: a workgroup of Redshift Serverless.")
    private @Nullable String workgroup;

    @Option(
        names = "--warehouse-cluster",
        paramLabel = "NAME",
        required = true,
        description = "The warehouse by the Data API: a cluster.")
    private @Nullable String cluster;
  }

  @Option(
      names = "--warehouse-database",
      paramLabel = "NAME",
      description = "The database, by the Data API; a JDBC-URL has it.")
  private @Nullable String database;

  @Option(
      names = "--warehouse-user",
      paramLabel = "USER",
      description =
          "The user that loads. Not in a workgroup, where it is the AWS identity's, and not with"
              + " --warehouse-secret.")
  private @Nullable String user;

  @Option(
      names = "--warehouse-password",
      paramLabel = "REFERENCE",
      description =
          "Where the password is, by JDBC: env:NAME, file:/path or the ARN of a secret in AWS"
              + " Secrets Manager, with #FIELD for a field of JSON. Default: none.")
  private @Nullable String password;

  @Option(
      names = "--warehouse-secret",
      paramLabel = "ARN",
      description =
          "A secret in AWS Secrets Manager with user and password, as Redshift keeps them.")
  private @Nullable String secret;

  @Option(
      names = "--warehouse-region",
      paramLabel = "REGION",
      description = "The AWS region of the Data API. Default: that of the worker's environment.")
  private @Nullable String region;

  @Option(
      names = "--warehouse-endpoint",
      paramLabel = "URL",
      description = "Where the Data API is, such as inside of a VPC. Default: AWS's own.")
  private @Nullable URI endpoint;

  /** Whether it reads its files from S3 alone. */
  boolean isRedshift() {
    return name.url == null || name.url.startsWith("jdbc:redshift:");
  }

  /**
   * How to reach it.
   *
   * @throws IllegalArgumentException if the options do not go together
   */
  RedshiftSessions sessions() {
    return name.url == null ? dataApi() : jdbc(name.url);
  }

  private RedshiftConnection jdbc(String url) {
    String ofTheDataApi = "is for the Data API, and --warehouse-url is by JDBC";
    requireNone(ofTheDataApi, "database", database);
    requireNone(ofTheDataApi, "region", region);
    requireNone(ofTheDataApi, "endpoint", endpoint);
    return secret == null ? byUser(url) : bySecret(url, secret);
  }

  private RedshiftConnection bySecret(String url, String arn) {
    String ofTheSecret = "cannot be given with --warehouse-secret, which has it";
    requireNone(ofTheSecret, "user", user);
    requireNone(ofTheSecret, "password", password);
    return RedshiftConnection.of(url, "").withSecret(arn);
  }

  private RedshiftConnection byUser(String url) {
    RedshiftConnection named = RedshiftConnection.of(url, user == null ? "" : user);
    checkArgument(
        user != null || named.isIam(),
        "--warehouse-url needs --warehouse-user or --warehouse-secret, but for jdbc:redshift:iam:");
    return password == null ? named : named.withPassword(password);
  }

  private RedshiftDataApi dataApi() {
    requireNone(
        "is for --warehouse-url: the Data API takes --warehouse-secret", "password", password);
    checkArgument(database != null, "The Data API needs --warehouse-database");
    RedshiftDataApi api = named(String.valueOf(database));
    api = secret == null ? api : api.withSecretArn(secret);
    api = region == null ? api : api.withRegion(region);
    return endpoint == null ? api : api.withEndpoint(endpoint);
  }

  private RedshiftDataApi named(String database) {
    if (name.workgroup != null) {
      requireNone("is not for workgroups: the user is that of the AWS identity", "user", user);
      return RedshiftDataApi.workgroup(name.workgroup, database);
    }
    checkArgument(
        (user == null) != (secret == null),
        "--warehouse-cluster needs either --warehouse-user or --warehouse-secret");
    RedshiftDataApi cluster = RedshiftDataApi.cluster(String.valueOf(name.cluster), database);
    return user == null ? cluster : cluster.withDbUser(user);
  }

  private static void requireNone(String why, String option, @Nullable Object value) {
    checkArgument(value == null, "--warehouse-%s %s", option, why);
  }
}
