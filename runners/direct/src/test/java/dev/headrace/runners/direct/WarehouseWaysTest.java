package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.redshift.DataApi;
import dev.headrace.testdata.redshift.RedshiftIam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way from {@code headrace run} to a warehouse but by a password. */
class WarehouseWaysTest {
  private static final Map<String, String> IDENTITY =
      Map.of("aws.accessKeyId", "AKIDEXAMPLE", "aws.secretAccessKey", "of-nobody-else");

  private static Platform platform;
  private static DataApi dataApi;
  private static RedshiftIam iam;
  private static EarthquakeApi earthquakes;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    platform = Platform.start(Files.createDirectory(folder.resolve("s3")));
    dataApi = DataApi.start(platform.redshift());
    iam = RedshiftIam.start(platform.redshift(), folder);
    earthquakes = EarthquakeApi.start(Script.none());
    IDENTITY.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    IDENTITY.keySet().forEach(System::clearProperty);
    earthquakes.close();
    iam.close();
    dataApi.close();
    platform.close();
  }

  private static CommandLineRun run(String runId, List<String> warehouse) {
    List<String> args =
        new ArrayList<>(
            CommandLineRun.runArguments(
                "earthquakes",
                platform,
                earthquakes,
                "--run-id=" + runId,
                "--start=2018-02-01",
                "--end=2018-02-02"));
    args.removeIf(argument -> argument.startsWith("--warehouse-"));
    args.addAll(args.indexOf("--"), warehouse);
    return CommandLineRun.of(args);
  }

  private static void assertLoadsOnce(String runId, String... warehouse) throws Exception {
    CommandLineRun first = run(runId, List.of(warehouse));
    CommandLineRun again = run(runId, List.of(warehouse));

    assertThat(first.err(), first.exitCode(), is(0));
    assertThat(again.err(), again.exitCode(), is(0));
    assertThat(first.out(), containsString("rows manifested   =  231 loaded"));
    assertThat(again.out(), is(first.out()));
    assertThat(
        platform.rows(
            "SELECT COUNT(*) FROM headrace_load_ledger WHERE load_id LIKE '%" + runId + "%'"),
        is(List.of("1")));
    assertThat(first.err() + first.out(), not(containsString(IDENTITY.get("aws.secretAccessKey"))));
  }

  private static List<String> asked() {
    return iam.requests().stream().map(RedshiftIam.Request::operation).toList();
  }

  private static String[] byDataApi(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--warehouse-database=dev");
    all.add("--warehouse-region=eu-west-1");
    all.add("--warehouse-endpoint=" + dataApi.endpoint());
    return all.toArray(String[]::new);
  }

  @Test
  void aWorkgroupIsReachedByTheDataApi() throws Exception {
    int before = dataApi.requestCount();

    assertLoadsOnce("workgroup", byDataApi("--warehouse-workgroup=wg"));

    assertThat(dataApi.requestCount(), is(greaterThan(before)));
  }

  @Test
  void aClusterIsReachedByTheDataApiAsAUser() throws Exception {
    assertLoadsOnce("user", byDataApi("--warehouse-cluster=c", "--warehouse-user=loader"));
  }

  @Test
  void aClusterIsReachedByTheDataApiWithASecret() throws Exception {
    assertLoadsOnce(
        "secret",
        byDataApi(
            "--warehouse-cluster=c",
            "--warehouse-secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:wh-AbCdEf"));
  }

  @Test
  void aClusterIsLoggedInToByIam() throws Exception {
    assertLoadsOnce(
        "iam-cluster",
        "--warehouse-url=" + iam.clusterUrl(),
        "--warehouse-user=" + RedshiftIam.USER);
    assertThat(asked(), hasItem("GetClusterCredentials"));
  }

  @Test
  void aWorkgroupIsLoggedInToByIamAsTheUserOfTheIdentity() throws Exception {
    assertLoadsOnce("iam-serverless", "--warehouse-url=" + iam.workgroupUrl());
    assertThat(asked(), hasItem("GetCredentials"));
  }
}
