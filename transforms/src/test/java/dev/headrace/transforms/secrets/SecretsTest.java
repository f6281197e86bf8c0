package dev.headrace.transforms.secrets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir private Path folder;

  private Secret file(byte[] content) throws IOException {
    return Secret.of("file:" + Files.write(folder.resolve("secret"), content));
  }

  private Secret file(String content) throws IOException {
    return file(content.getBytes(StandardCharsets.UTF_8));
  }

  private static IOException failureOf(Secret secret) {
    return assertThrows(IOException.class, () -> Secrets.read(secret));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "s3cr3t\n", "s3cr3t\r\n", "s3cr3t\n\n"})
  void aFileIsReadWithoutTheLinesEnd(String content) throws IOException {
    assertThat(Secrets.read(file(content)), is("s3cr3t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" s3cr3t ", "two\nlines", "gehe\u0131m \u00fc"})
  void theRestOfAFileIsKept(String content) throws IOException {
    assertThat(Secrets.read(file(content)), is(content));
  }

  @Test
  void aFileThatChangedIsReadAnew() throws IOException {
    assertThat(Secrets.read(file("old")), is("old"));
    assertThat(Secrets.read(file("new")), is("new"));
  }

  @Test
  void aVariableOfTheEnvironmentIsRead() throws IOException {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getKey().matches("[A-Z_]+") && !entry.getValue().isEmpty())
            .findAny()
            .orElseThrow();

    assertThat(Secrets.read(Secret.of("env:" + variable.getKey())), is(variable.getValue()));
  }

  @Test
  void aVariableThatIsNotSetIsNamed() {
    assertThat(
        failureOf(Secret.of("env:HEADRACE_NOT_THERE")).getMessage(),
        is("The environment variable of the secret env:HEADRACE_NOT_THERE is not set"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Secret secret = Secret.of("file:" + folder.resolve("nowhere"));

    IOException failure = failureOf(secret);

    assertThat(failure, is(instanceOf(NoSuchFileException.class)));
    assertThat(failure.getMessage(), containsString(secret.reference()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aFileWithNothingInItIsRefused(String content) throws IOException {
    Secret secret = file(content);

    assertThat(
        failureOf(secret).getMessage(), is("The file of the secret " + secret + " is empty"));
  }

  @Test
  void aFolderIsNoSecret() {
    Secret secret = Secret.of("file:" + folder);

    assertThat(
        failureOf(secret).getMessage(), is("The file of the secret " + secret + " cannot be read"));
  }

  @Test
  void aFileLargerThanAnySecretIsRefused() throws IOException {
    assertThat(Secrets.read(file("s".repeat(65_536))).length(), is(65_536));

    assertThat(
        failureOf(file("s".repeat(65_537))).getMessage(),
        containsString("has more than 65536 bytes"));
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    IOException failure = failureOf(file(new byte[] {'s', (byte) 0xff}));

    assertThat(failure.getMessage(), containsString("is not UTF-8"));
    assertThat(failure.getCause(), is(instanceOf(MalformedInputException.class)));
  }

  @Test
  void aKindThatNothingReadsTellsWhichModuleToAdd() {
    Secret secret = Secret.of("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a");

    assertThat(
        failureOf(secret).getMessage(),
        allOf(
            containsString(secret.reference()),
            containsString("add the module headrace-io-secretsmanager"),
            not(containsString("null"))));
  }

  @Test
  void aReferenceThatCannotBeReadHereIsRefusedBeforehand() throws IOException {
    Secret missing = Secret.of("env:HEADRACE_NOT_THERE");
    Secret elsewhere = Secret.of("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a");

    Secrets.requireHere(List.of(file("s3cr3t"), elsewhere));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Secrets.requireHere(List.of(elsewhere, missing)));

    assertThat(
        refused.getMessage(),
        is("The environment variable of the secret " + missing + " is not set"));
  }
}
