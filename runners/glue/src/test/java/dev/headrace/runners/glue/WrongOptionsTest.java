package dev.headrace.runners.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.runners.glue.GlueAccount.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is uploaded. */
class WrongOptionsTest extends GlueFixture {
  private void assertRefused(Told told, String message) {
    assertThat(told.err(), told.exitCode(), is(2));
    assertThat(told.err(), allOf(containsString(message), not(containsString("\tat "))));
    assertThat(account.glue().operations(), is(empty()));
    assertThat(account.s3().keys("jobs", ""), is(empty()));
  }

  private Told submitRun(String pipeline, String... more) {
    return account.execute(account.arguments(List.of(), GlueAccount.run(pipeline, more)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workers=1             | --workers must be at least 2, one for the driver, but was 1",
        "--worker-type=G.9X      | --worker-type must be one of G.1X, G.2X, G.4X, G.8X, G.12X",
        "--worker-type=G.025X    | but is \"G.025X\"",
        "--timeout=PT90S         | --timeout must be whole minutes, PT1M to P7D, but was PT1M30S",
        "--timeout=PT169H        | --timeout must be whole minutes, PT1M to P7D, but was PT169H",
        "--timeout=soon          | must be an ISO 8601 duration such as PT30M, but is \"soon\"",
        "--max-concurrent-runs=0 | --max-concurrent-runs must be at least 1, but was 0",
        "--poll-every=PT0S       | --poll-every must be more than 0, but was PT0S",
        "--conf=task.max=8       | --conf must be a setting such as spark.task.maxFailures=8",
        "--conf=spark.a=-Db -Dc  | without blanks, but was spark.a=...",
        "--conf=spark.a=         | --conf must be a setting such as",
        "--conf=spark.speculation=true | --conf must not have spark.speculation other than false",
        "--conf=spark.speculation=no   | but was spark.speculation=no",
        "--conf=spark.kryo.registrator=com.acme.R | --conf must keep Beam's registrator",
        "--bucket=/data          | --bucket must be such as s3://bucket or s3://bucket/prefix",
        "--bucket=s3://B_C       | but was s3://B_C",
        "--jar=nosuch.jar        | --jar must be a file that is there, but was nosuch.jar",
        "--jar=pom.xml           | --jar must be a .jar, but was pom.xml",
        "--extra-jars=nosuch.jar | --extra-jars must be a file that is there",
        "--job-name=             | --job-name must have 1 to 255 characters",
        "--worker=3              | --worker=3",
      })
  void aWrongOptionIsToldWithItsValueAndWhatIsAllowed(String option, String message) {
    List<String> arguments = account.arguments(List.of(), GlueAccount.run("earthquakes"));
    String name = option.substring(0, option.indexOf('=') + 1);
    arguments.removeIf(argument -> argument.startsWith(name));
    arguments.add(2, option);

    assertRefused(account.execute(arguments), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.hadoop.fs.s3a.secret.key=hunter2 ", "a hunter2=b", "=hunter2"})
  void aSecretInAWrongSettingIsNotTold(String setting) {
    Told told = account.submit("--conf", setting);

    assertRefused(told, "--conf must be a setting such as");
    assertThat(told.err(), not(containsString("hunter2")));
  }

  @ParameterizedTest
  @CsvSource({"--role", "--bucket", "--jar"})
  void whatIsRequiredIsAskedFor(String name) {
    List<String> arguments = account.arguments(List.of(), GlueAccount.run("earthquakes"));
    arguments.removeIf(argument -> argument.startsWith(name + "="));

    assertRefused(account.execute(arguments), name);
  }

  @Test
  void whatTheRunWouldRefuseIsNotUploaded() {
    assertRefused(submitRun("earthquakes", "--shards=0"), "--shards must be at least 1, but was 0");
    assertRefused(submitRun("earthquakes", "--shard=3"), "--shard");
    assertRefused(submitRun("quakes"), "There is no pipeline \"quakes\"");
  }

  @ParameterizedTest
  @CsvSource({"env:REDSHIFT_PASSWORD", "file:/run/secrets/redshift"})
  void aPasswordThatGlueHasNotIsRefused(String reference) {
    assertRefused(
        submitRun("earthquakes", "--warehouse-password=" + reference),
        "The secret "
            + reference
            + " cannot be read on AWS Glue, whose workers have neither the environment nor the"
            + " files of this machine: name it by its ARN in AWS Secrets Manager");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: {kind: bearer, token: 'env:TOKEN'}",
        "steps: [{mask: [{hash: {field: id, salt: 'env:TOKEN'}}]}]",
      })
  void aSecretOfThePipelineThatGlueHasNotIsRefused(String section) throws Exception {
    Path yaml = folder.resolve("quakes.yaml");
    Files.writeString(yaml, Pipelines.yaml("contract: quake.avsc\n" + section), UTF_8);
    Files.writeString(folder.resolve("quake.avsc"), Pipelines.SCHEMA, UTF_8);

    assertRefused(submitRun(yaml.toString()), "The secret env:TOKEN cannot be read on AWS Glue");
  }

  @Test
  void aSecretOfSecretsManagerIsSentByItsName() {
    String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:redshift-AbCdEf#password";

    Told told = submitRun("earthquakes", "--warehouse-password=" + arn);

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(account.runArguments(0).contains("--warehouse-password=" + arn), is(true));
  }

  @Test
  void aFolderOfThisMachineIsRefused() {
    List<String> run = GlueAccount.run("earthquakes");
    run.replaceAll(argument -> argument.startsWith("--raw=") ? "--raw=file:///data" : argument);

    assertRefused(
        account.execute(account.arguments(List.of(), run)),
        "--raw must be such as s3://bucket on AWS Glue, but was file:///data");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--storageLevel=MEMORY_ONLY      | --storageLevel must be a level that also uses the disk",
        "--storageLevel=MEMORY_AND_DISC  | on AWS Glue, but was MEMORY_AND_DISC",
        "--cacheDisabled=true            | --cacheDisabled must be false, since requests would be",
        "--cacheDisabled                 | on AWS Glue, but was true",
        "--bundleSize=many               | --bundleSize must be a whole number on AWS Glue",
        "--enableSparkMetricSinks=maybe  | --enableSparkMetricSinks must be true or false",
        "--runner=DirectRunner           | --runner must be SparkRunner or left out",
        "--targetParallelism=4           | --targetParallelism must be left out on AWS Glue",
        "--enforceImmutability=false     | --enforceImmutability must be left out on AWS Glue",
        "--enforceEncodability=false     | it is an option of a runner that a job does not have",
        "--blockOnRun=false              | --blockOnRun must be left out on AWS Glue",
        "--storageLevl=DISK_ONLY         | storageLevl",
      })
  void anOptionOfBeamThatTheJobWouldRefuseIsToldWithWhatIsAllowed(String option, String message) {
    assertRefused(submitRun("earthquakes", "--", option), message);
  }

  @Test
  void anOptionOfBeamThatIsGivenTwiceIsRefused() {
    assertRefused(
        submitRun("earthquakes", "--", "--storageLevel=DISK_ONLY", "--storageLevel=DISK_ONLY"),
        "--storageLevel must be given once, but was [DISK_ONLY, DISK_ONLY]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--storageLevel=MEMORY_AND_DISK_SER_2",
        "--storageLevel=DISK_ONLY_3",
        "--cacheDisabled=false",
        "--bundleSize=0",
        "--enableSparkMetricSinks",
        "--preferGroupByKeyToHandleHugeValues=true",
        "--runner=SparkRunner"
      })
  void anOptionOfBeamThatOnlyTheJobKnowsIsSent(String option) {
    Told told = submitRun("earthquakes", "--", option);

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(account.runArguments(0).contains(option), is(true));
  }

  private Path pipelineOf(String name, String contract) throws IOException {
    Path yaml = folder.resolve(name);
    return Files.writeString(yaml, Pipelines.yaml("contract: '" + contract + "'"), UTF_8);
  }

  private Path schemaOf(String name) throws IOException {
    Path schema = folder.resolve(name);
    Files.createDirectories(schema.resolveSibling("other"));
    return Files.writeString(schema, Pipelines.SCHEMA, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/quake.avsc", "other/../quake.avsc", "./quake.avsc"})
  void aSchemaThatIsNamedWithAFolderIsRefused(String contract) throws Exception {
    schemaOf("quake.avsc");
    Files.copy(folder.resolve("quake.avsc"), folder.resolve("other/quake.avsc"));

    assertRefused(
        submitRun(pipelineOf("quakes.yaml", contract).toString()),
        "The schema file must be beside the pipeline file on AWS Glue, which copies both to one"
            + " folder, and be named there without one, but is "
            + contract);
  }

  @Test
  void aSchemaThatIsNamedFromTheRootIsRefusedThoughItIsBesideThePipeline() throws Exception {
    Path schema = schemaOf("quake.avsc");

    assertRefused(
        submitRun(pipelineOf("quakes.yaml", schema.toString()).toString()), "but is " + schema);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders,eu.yaml | quake.avsc   | orders,eu.yaml",
        "orders eu.yaml | quake.avsc   | orders eu.yaml",
        "orders#1.yaml  | quake.avsc   | orders#1.yaml",
        "quakes.yaml    | a,quake.avsc | a,quake.avsc",
        "quakes.yaml    | a quake.avsc | a quake.avsc",
      })
  void aFileWhoseNameGlueCannotBeToldIsRefused(String pipeline, String contract, String told)
      throws Exception {
    schemaOf(contract);

    assertRefused(
        submitRun(pipelineOf(pipeline, contract).toString()),
        "The name of a file must have no blank, comma, question mark, # or percent sign on AWS"
            + " Glue, but is \"%s\"".formatted(told));
  }

  @Test
  void aFileWhoseNameHasALineEndIsRefused() throws Exception {
    schemaOf("quake.avsc");

    assertRefused(
        submitRun(pipelineOf("orders\neu.yaml", "quake.avsc").toString()),
        "The name of a file must have no blank");
  }

  @Test
  void withoutARegionNothingIsAsked() {
    System.clearProperty("aws.region");
    List<String> arguments =
        new ArrayList<>(account.arguments(List.of(), GlueAccount.run("earthquakes")));

    Told told = account.execute(arguments);

    assertRefused(told, "The AWS region is not set: give AWS_REGION or -- --awsRegion=eu-west-1");
  }
}
