package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.secrets.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of this machine a pipeline needs, for those who run it on another. */
class PipelineFilesTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Thing", "fields": [
        {"name": "id", "type": "string", "maxBytes": 64}
      ]}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"contract: thing.avsc", "contract: {file: thing.avsc, mode: freeze}"})
  void aSchemaFileIsOneOfThemAsItIsNamed(String contract) throws Exception {
    Files.writeString(folder.resolve("thing.avsc"), SCHEMA);

    assertThat(
        TestFile.in(folder).with(contract).load().files(),
        is(List.of(folder.resolve("things.yaml"), Path.of("thing.avsc"))));
  }

  @Test
  void aContractInTheFileNeedsNoOther() {
    assertThat(TestFile.in(folder).load().files(), is(List.of(folder.resolve("things.yaml"))));
  }

  @Test
  void itsSecretsAreTheApisAndThoseOfItsSteps() {
    TestFile file =
        TestFile.in(folder)
            .with("auth: {kind: bearer, token: 'env:TOKEN'}")
            .with("steps: [{mask: [{hash: {field: id, salt: 'env:SALT'}}]}]");

    assertThat(file.define().secrets(), is(List.of(Secret.of("env:TOKEN"), Secret.of("env:SALT"))));
  }
}
