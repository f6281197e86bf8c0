package dev.headrace.io.lake.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.store.NoSuchBucketException;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3ObjectStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder;
  private static LocalS3 s3;
  private static PipelineOptions options;

  @BeforeAll
  static void start() {
    s3 = LocalS3.at(folder).withBucket("lake").withBucket("other");
    options = TestLake.optionsFor(s3);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Override
  ObjectStore openStore() {
    return ObjectStores.open(options);
  }

  @Override
  String newRoot() {
    return "s3://lake/" + UUID.randomUUID();
  }

  @Test
  void oneCallDeletesInManyBuckets() throws IOException {
    try (ObjectStore store = openStore()) {
      List<String> uris = List.of("s3://lake/two/a", "s3://other/two/b", "s3://lake/two/c");
      for (String uri : uris) {
        store.put(uri, new byte[0]);
      }

      store.delete(uris);

      assertThat(s3.keys("lake", "two/"), is(empty()));
      assertThat(s3.keys("other", "two/"), is(empty()));
    }
  }

  @Test
  void aFailureNamesTheOperationAndTheObject() {
    byte[] bytes = {1};
    AwsOptions wrong = TestLake.optionsFor(s3).as(AwsOptions.class);
    wrong.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKeyId(), "wrong")));
    try (ObjectStore store = ObjectStores.open(wrong)) {
      assertRefused("Cannot read s3://lake/a: ", () -> store.open("s3://lake/a"));
      assertRefused("Cannot write s3://lake/a: ", () -> store.put("s3://lake/a", bytes));
      assertRefused("Cannot write s3://lake/a: ", () -> store.putIfAbsent("s3://lake/a", bytes));
      assertRefused("Cannot list s3://lake/a/: ", () -> store.list("s3://lake/a/"));
      assertRefused("Cannot delete s3://lake/a: ", () -> store.delete(List.of("s3://lake/a")));
    }
  }

  private static void assertRefused(String message, Executable call) {
    IOException e = assertThrows(IOException.class, call);
    assertThat(e.getMessage(), allOf(startsWith(message), containsString("403")));
  }

  @Test
  void missingCredentialsAreToldWithWhatToGiveAndNotWithAllThatWasTried() {
    AwsOptions none = TestLake.optionsFor(s3).as(AwsOptions.class);
    none.setAwsCredentialsProvider(
        AwsCredentialsProviderChain.of(
            () -> {
              throw SdkClientException.create("the first place of many");
            }));
    try (ObjectStore store = ObjectStores.open(none)) {
      IOException e = assertThrows(IOException.class, () -> store.open("s3://lake/a"));

      assertThat(
          e.getMessage(),
          allOf(
              startsWith("There are no AWS credentials to read s3://lake/a with: give AWS_ACCESS"),
              containsString("-- --awsCredentialsProvider="),
              not(containsString("the first place of many"))));
    }
  }

  @Test
  void aBucketThatIsNotThereIsAnotherFailureThanAnObjectThatIsNot() {
    try (ObjectStore store = ObjectStores.open(TestLake.optionsFor(s3))) {
      assertThrows(NoSuchBucketException.class, () -> store.open("s3://nosuch/a"));
      assertThrows(NoSuchBucketException.class, () -> store.put("s3://nosuch/a", new byte[] {1}));
      assertThrows(NoSuchFileException.class, () -> store.open("s3://lake/nosuch"));
    }
  }

  @Test
  void aMissingRegionIsToldWithWhatToGive() {
    AwsOptions nowhere = TestLake.optionsFor(s3).as(AwsOptions.class);
    nowhere.setAwsRegion(null);
    try (ObjectStore store = ObjectStores.open(nowhere)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> store.open("s3://lake/a"));

      assertThat(
          e.getMessage(),
          is("The AWS region is not set: give AWS_REGION or -- --awsRegion=eu-west-1"));
    }
  }
}
