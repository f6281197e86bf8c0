package dev.headrace.io.secretsmanager;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Throwables;
import com.google.common.base.Ticker;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.secrets.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsManagerSourceTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api/orders-AbCdEf";

  private final Map<String, String> properties = new HashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private final SecretsManagerSource source =
      new SecretsManagerSource(
          new Ticker() {
            @Override
            public long read() {
              return nanos.get();
            }
          });
  private LocalSecretsManager aws;

  @BeforeEach
  void start() throws IOException {
    aws = new LocalSecretsManager();
    set("aws.accessKeyId", "AKIDEXAMPLE");
    set("aws.secretAccessKey", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    set("aws.endpointUrlSecretsManager", aws.url());
  }

  @AfterEach
  void stop() {
    properties.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    aws.close();
  }

  private void set(String name, String value) {
    properties.put(name, System.setProperty(name, value));
  }

  private String failureOf(String reference) {
    IOException failure = assertThrows(IOException.class, () -> source.read(reference));
    assertThat(Throwables.getStackTraceAsString(failure), not(containsString("s3cr3t")));
    assertThat(failure.getMessage(), containsString(reference));
    return String.valueOf(failure.getMessage());
  }

  @Test
  void aSecretIsFoundByItsReference() throws IOException {
    aws.put(ARN, "s3cr3t");

    assertThat(Secrets.read(Secret.of(ARN)), is("s3cr3t"));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, arn:aws:secretsmanager:eu-west-1:123456789012:secret:a",
    "us-gov-west-1, arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a",
    "cn-north-1, arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a",
  })
  void theRegionIsThatOfTheArn(String region, String arn) throws IOException {
    aws.put(arn, "s3cr3t");

    assertThat(source.read(arn), is("s3cr3t"));
    assertThat(aws.requests(), is(List.of(region)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      value = {
        "password | s3cr3t",
        "port     | 5439",
        "ssl      | true",
        "a b      | s3cr3t too",
      })
  void aFieldOfAJsonSecretIsRead(String field, String value) throws IOException {
    aws.put(
        ARN, "{\"password\": \"s3cr3t\", \"port\": 5439, \"ssl\": true, \"a b\": \"s3cr3t too\"}");

    assertThat(source.read(ARN + "#" + field), is(value));
  }

  @Test
  void theFieldsOfASecretAreReadByOneCall() throws IOException {
    aws.put(ARN, "{\"username\": \"loader\", \"password\": \"s3cr3t\"}");

    assertThat(source.read(ARN + "#username"), is("loader"));
    assertThat(source.read(ARN + "#password"), is("s3cr3t"));
    assertThat(aws.requests(), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"s3cr3t\": \"s3cr3t\"}",
        "{\"field\": null, \"s3cr3t\": 1}",
        "{\"field\": \"\"}",
        "{\"field\": {\"s3cr3t\": 1}}",
        "{\"field\": [\"s3cr3t\"]}",
      })
  void aFieldWithoutAValueIsRefused(String secret) {
    aws.put(ARN, secret);

    assertThat(
        failureOf(ARN + "#field"), containsString("has no text, number or truth value of that"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "\"s3cr3t\"", "[\"s3cr3t\"]", "{\"s3cr3t", "{} s3cr3t", "1"})
  void aFieldOfWhatIsNoJsonObjectIsRefused(String secret) {
    aws.put(ARN, secret);

    assertThat(failureOf(ARN + "#field"), containsString("is not a JSON object"));
  }

  @Test
  void aBinarySecretIsRefused() {
    aws.putBinary(ARN);

    assertThat(failureOf(ARN), containsString("is binary; only text can be read"));
  }

  @Test
  void aSecretThatIsNotThereIsNamed() {
    assertThat(failureOf(ARN), containsString("it is not there, or has no version AWSCURRENT"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AccessDeniedException | needs secretsmanager:GetSecretValue on it",
        "DecryptionFailure | cannot be decrypted with its key",
        "InvalidRequestException | marked for deletion",
        "InvalidParameterException | InvalidParameterException, status 400",
        "UnrecognizedClientException | UnrecognizedClientException, status 400",
      })
  void aRefusalIsExplainedAndNotAskedForAgain(String fault, String explanation) {
    aws.put(ARN, "s3cr3t");
    aws.failNext(400, fault, "No");

    assertThat(failureOf(ARN), containsString(explanation));
    assertThat(aws.requests(), hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalServiceError",
    "400, ThrottlingException",
    "503, ServiceUnavailable",
  })
  void troubleThatPassesIsNotSeen(int status, String fault) throws IOException {
    aws.put(ARN, "s3cr3t");
    aws.failNext(status, fault, "Again, please");

    assertThat(source.read(ARN), is("s3cr3t"));
    assertThat(aws.requests(), hasSize(2));
  }

  @Test
  void aFailureIsNotKept() throws IOException {
    assertThat(failureOf(ARN), containsString("not there"));
    aws.put(ARN, "s3cr3t");

    assertThat(source.read(ARN), is("s3cr3t"));
  }

  @Test
  void aRotatedSecretIsNoticedAfterFiveMinutes() throws IOException {
    aws.put(ARN, "old");
    assertThat(source.read(ARN), is("old"));
    aws.put(ARN, "new");

    nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
    assertThat(source.read(ARN), is("old"));
    assertThat(aws.requests(), hasSize(1));

    nanos.addAndGet(1);
    assertThat(source.read(ARN), is("new"));
  }

  @Test
  void manyThreadsAskOnce() throws Exception {
    aws.put(ARN, "s3cr3t");
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Callable<String>> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readers.add(() -> source.read(ARN));
      }
      for (Future<String> value : threads.invokeAll(readers)) {
        assertThat(value.get(), is("s3cr3t"));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(aws.requests(), hasSize(1));
  }

  @Test
  void onlyArnsOfSecretsAreKnown() {
    assertThat(source.knows(ARN), is(true));
    assertThat(source.knows(ARN + "#field"), is(true));
    assertThat(source.knows("env:NAME"), is(false));
    assertThat(source.knows("arn:aws:s3:::bucket"), is(false));
  }
}
