package dev.headrace.runners.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.headrace.runners.glue.GlueAccount.Told;
import dev.headrace.testdata.s3.LocalS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;

/** {@code headrace submit glue}, with the AWS SDK's own clients, against a local Glue and S3. */
class GlueCommandTest extends GlueFixture {
  private static final String JOB = "headrace-earthquakes";
  private static final String KRYO =
      "spark.serializer=org.apache.spark.serializer.KryoSerializer --conf spark.kryo.registrator="
          + "org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator";

  private static String hash(byte[] content) {
    return Hashing.sha256().hashBytes(content).toString();
  }

  private String uri(String name) {
    return account.s3().keys("jobs", "").stream()
        .filter(key -> key.endsWith("/" + name))
        .map("s3://jobs/"::concat)
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> job() {
    return account.glue().jobs().definitions().getOrDefault(JOB, Map.of());
  }

  /** The arguments that the job has for all of its runs. */
  private Map<String, String> definedArguments() {
    return new ObjectMapper().convertValue(job().get("DefaultArguments"), new TypeReference<>() {});
  }

  /** Sets of the job what Headrace does not, as by the console. */
  private void operate() {
    try (GlueClient client = account.client()) {
      Job job = client.getJob(r -> r.jobName(JOB)).job();
      Map<String, String> arguments = new HashMap<>(job.defaultArguments());
      arguments.put("--enable-auto-scaling", "true");
      client.updateJob(
          r ->
              r.jobName(JOB)
                  .jobUpdate(
                      u ->
                          u.description("Ours")
                              .role(job.role())
                              .command(job.command())
                              .glueVersion(job.glueVersion())
                              .defaultArguments(arguments)
                              .nonOverridableArguments(Map.of("--TempDir", "s3://jobs/temporary"))
                              .workerType(job.workerTypeAsString())
                              .numberOfWorkers(job.numberOfWorkers())
                              .timeout(job.timeout())
                              .maxRetries(job.maxRetries())
                              .executionProperty(job.executionProperty())
                              .executionClass("FLEX")
                              .notificationProperty(n -> n.notifyDelayAfter(30))));
    }
  }

  @Test
  void aJobIsDefinedAndItsRunIsFollowedToItsEnd() throws Exception {
    Told told = account.submit("--connection=vpc", "--tag=team=data", "--workers=5");

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        account.glue().operations(),
        contains(
            "GetJob",
            "CreateJob",
            "GetJobRuns",
            "StartJobRun",
            "GetJobRun",
            "GetJobRun",
            "GetJobRun"));
    assertThat(
        told.err(),
        allOf(
            containsString("run        r1"),
            containsString("job        headrace-earthquakes created"),
            containsString("started    the run jr_"),
            containsString("logs       /aws-glue/jobs/output  https://us-east-1.console"),
            matchesPattern("(?s).*\\Rstate      STARTING  \\d+ s\\R.*"),
            containsString("state      RUNNING  "),
            containsString("state      SUCCEEDED  97 s, 485 DPU seconds")));
    Map<String, Object> created = account.glue().requests("CreateJob").get(0);
    assertThat(created, hasEntry("Name", JOB));
    assertThat(created, hasEntry("Role", GlueAccount.ROLE));
    assertThat(created, hasEntry("GlueVersion", "5.1"));
    assertThat(created, hasEntry("WorkerType", "G.1X"));
    assertThat(created, hasEntry("NumberOfWorkers", 5));
    assertThat(created, hasEntry("Timeout", 480));
    assertThat(created, hasEntry("MaxRetries", 0));
    assertThat(created, hasEntry("ExecutionProperty", Map.of("MaxConcurrentRuns", 1)));
    assertThat(created, hasEntry("Connections", Map.of("Connections", List.of("vpc"))));
    assertThat(created, hasEntry("Tags", Map.of("team", "data")));
    assertThat(
        created,
        hasEntry(
            "Command", Map.of("Name", "glueetl", "ScriptLocation", uri("headrace-glue.scala"))));
    assertThat(
        created,
        hasEntry(
            "DefaultArguments",
            Map.of(
                "--job-language", "scala",
                "--class", "HeadraceGlue",
                "--extra-jars", uri("headrace-job.jar"),
                "--user-jars-first", "true",
                "--job-bookmark-option", "job-bookmark-disable",
                "--enable-metrics", "true",
                "--conf", KRYO)));
  }

  @Test
  void whatIsUploadedHasItsHashInItsKey() throws Exception {
    account.submit();

    byte[] jar = Files.readAllBytes(account.jar());
    byte[] script = CodeOptions.script().read();
    String jarKey = "here/headrace/" + hash(jar) + "/headrace-job.jar";
    String scriptKey = "here/headrace/" + hash(script) + "/headrace-glue.scala";
    assertThat(
        account.s3().keys("jobs", ""), is(List.of(jarKey, scriptKey).stream().sorted().toList()));
    assertThat(account.s3().bytes("jobs", jarKey), is(jar));
    assertThat(account.s3().bytes("jobs", scriptKey), is(script));
  }

  @Test
  void aRunIsGivenItsArgumentsWithWhatWasLeftOpenDecided() {
    List<String> run = GlueAccount.run("earthquakes", "--", "--storageLevel=DISK_ONLY");
    run.removeAll(List.of("--run-id=r1", "--end", "2018-02-02"));

    account.execute(account.arguments(List.of(), run));

    List<String> arguments = account.runArguments(0);
    String end = arguments.get(2).replace("--end=", "");
    assertThat(Instant.parse(end).getEpochSecond() % 86_400, is(0L));
    String id = ("2018-02-01T00:00:00Z--" + end).replace(":", "");
    assertThat(
        arguments,
        contains(
            "earthquakes",
            "--run-id=" + id,
            "--end=" + end,
            "--start=2018-02-01",
            "--raw=s3://raw",
            "--transformed=s3://transformed",
            "--dead-letter=s3://dead-letter",
            "--staging=s3://staging",
            "--warehouse-url=jdbc:redshift://host:5439/dev",
            "--warehouse-user=loader",
            "--",
            "--awsRegion=us-east-1",
            "--storageLevel=DISK_ONLY"));
    assertThat(account.started(0), hasEntry("--headrace_run", "usgs/events/" + id));
    Set<String> ofTheRun = new HashSet<>(account.started(0).keySet());
    ofTheRun.removeAll(definedArguments().keySet());
    assertThat(ofTheRun, is(Set.of("--headrace_run", "--headrace_args")));
  }

  @Test
  void whatIsGivenIsNotGivenTwice() {
    List<String> run = GlueAccount.run("earthquakes", "--", "--awsRegion=eu-west-1");

    account.execute(account.arguments(List.of(), run));

    assertThat(account.runArguments(0), is(run));
  }

  @Test
  void thePipelineFileAndItsSchemaAreCopiedToTheJob() throws Exception {
    Path yaml = folder.resolve("quakes.yaml");
    Path schema = folder.resolve("quake.avsc");
    Files.writeString(schema, Pipelines.SCHEMA, UTF_8);
    Files.writeString(yaml, Pipelines.yaml("contract: quake.avsc"), UTF_8);

    Told told = account.execute(account.arguments(List.of(), GlueAccount.run(yaml.toString())));

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(account.runArguments(0).get(0), is("quakes.yaml"));
    assertThat(
        account.started(0),
        hasEntry("--extra-files", uri("quakes.yaml") + "," + uri("quake.avsc")));
    assertThat(account.glue().jobs().definitions().keySet(), contains("headrace-quakes"));
  }

  @Test
  void aSecondSubmissionUploadsNothingAndLeavesTheJobAsItIs() {
    account.submit();
    account.glue().operations().clear();

    Told again = account.submit();

    assertThat(again.err(), again.exitCode(), is(0));
    assertThat(
        account.glue().operations().subList(0, 3), contains("GetJob", "GetJobRuns", "StartJobRun"));
    assertThat(
        again.err(),
        allOf(
            containsString("job        headrace-earthquakes is as it should be"),
            containsString("upload     there already " + uri("headrace-job.jar")),
            containsString("upload     there already " + uri("headrace-glue.scala"))));
  }

  @Test
  void anotherJarIsAnotherObjectAndTheJobIsUpdatedToIt() throws Exception {
    account.submit();
    Files.writeString(account.jar(), "other bytes");

    Told again = account.submit("--workers=4", "--conf=spark.task.maxFailures=8");

    assertThat(
        again.err(),
        containsString("headrace-earthquakes updated: DefaultArguments, NumberOfWorkers"));
    assertThat(account.s3().keys("jobs", "").size(), is(3));
    assertThat(job(), hasEntry("NumberOfWorkers", 4));
    assertThat(
        String.valueOf(job().get("DefaultArguments")),
        allOf(
            containsString(hash("other bytes".getBytes(UTF_8))),
            containsString("--conf=" + KRYO + " --conf spark.task.maxFailures=8")));
  }

  @Test
  void whatHeadraceDoesNotSetStaysThroughAnUpdate() {
    account.submit();
    operate();

    Told again = account.submit("--workers=7");

    assertThat(again.err(), containsString("headrace-earthquakes updated: NumberOfWorkers"));
    assertThat(job(), hasEntry("NumberOfWorkers", 7));
    assertThat(job(), hasEntry("Description", "Ours"));
    assertThat(job(), hasEntry("ExecutionClass", "FLEX"));
    assertThat(job(), hasEntry("NotificationProperty", Map.of("NotifyDelayAfter", 30)));
    assertThat(
        job(), hasEntry("NonOverridableArguments", Map.of("--TempDir", "s3://jobs/temporary")));
    assertThat(definedArguments(), hasEntry("--enable-auto-scaling", "true"));
    assertThat(definedArguments(), hasEntry("--conf", KRYO));
  }

  @Test
  void whatHeadraceDoesNotSetIsNoReasonForAnUpdate() {
    account.submit();
    operate();

    Told again = account.submit();

    assertThat(again.err(), containsString("job        headrace-earthquakes is as it should be"));
  }

  @Test
  void jarsOfOnesOwnComeAfterTheJobJar() throws Exception {
    Path own = Files.writeString(folder.resolve("own.jar"), "own");

    account.submit("--extra-jars=" + own + ",s3://elsewhere/other.jar");

    Map<String, Object> created = account.glue().requests("CreateJob").get(0);
    assertThat(
        String.valueOf(created.get("DefaultArguments")),
        containsString(
            "--extra-jars=%s,%s,s3://elsewhere/other.jar"
                .formatted(uri("headrace-job.jar"), uri("own.jar"))));
  }

  @Test
  void glueIsAskedByTheProxyOfWhichTheJobIsNotTold() {
    System.setProperty("aws.endpointUrlGlue", "http://glue.invalid");
    String proxy =
        """
        --proxyConfiguration={"endpoint": "%s", "username": "me", "password": "hush",
          "nonProxyHosts": ["127.0.0.1"]}"""
            .formatted(account.glue().uri());

    Told told =
        account.execute(account.arguments(List.of(), GlueAccount.run("earthquakes", "--", proxy)));

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        List.of(account.runArguments(0), account.glue().requests("CreateJob"), told).toString(),
        not(anyOf(containsString("proxyConfiguration"), containsString("hush"))));
  }

  @Test
  void credentialsAreThoseOfThisMachineHereAndOfTheRoleThere() throws Exception {
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials,
        "[mine]%naws_access_key_id=%s%naws_secret_access_key=%s%n"
            .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));
    System.setProperty("aws.sharedCredentialsFile", credentials.toString());
    System.clearProperty("aws.accessKeyId");
    String provider = "{\"@type\": \"ProfileCredentialsProvider\", \"profileName\": \"mine\"}";

    Told told = submitWithCredentials(provider);

    System.clearProperty("aws.sharedCredentialsFile");
    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(account.runArguments(0).toString(), not(containsString("awsCredentialsProvider")));
  }

  @Test
  void keysAreNotSentWithTheRun() {
    String provider =
        """
        {"@type": "StaticCredentialsProvider", "accessKeyId": "%s", "secretAccessKey": "%s"}"""
            .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY);

    Told told = submitWithCredentials(provider);

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        List.of(account.runArguments(0), account.glue().requests("CreateJob"), told).toString(),
        not(containsString(LocalS3.SECRET_ACCESS_KEY)));
  }

  private Told submitWithCredentials(String provider) {
    return account.execute(
        account.arguments(
            List.of(),
            GlueAccount.run("earthquakes", "--", "--awsCredentialsProvider=" + provider)));
  }

  @Test
  void noSecretOfThisProcessIsSent() {
    account.submit();

    assertThat(
        List.of(account.runArguments(0), account.glue().requests("CreateJob")).toString(),
        not(containsString(account.s3().secretAccessKey())));
  }
}
