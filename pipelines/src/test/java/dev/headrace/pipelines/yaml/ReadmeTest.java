package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the reference are sections of a file that is right. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir Path folder;

  static List<String> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(README)).results().map(ReadmeTest::yaml).toList();
  }

  private static String yaml(MatchResult example) {
    return example.group(1);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsRight(String example) {
    TestFile file = TestFile.in(folder).with(example);
    TestFile whole = example.startsWith("format:") ? file.without("records") : file;

    assertThat(whole.define(), is(notNullValue()));
  }

  @Test
  void everyKindAndEveryKeyHasAnExample() throws IOException {
    String all = String.join("", examples());
    assertThat(examples().size(), is(greaterThan(20)));
    Stream.of("single", "offset", "page-number", "cursor", "next-link", "link-header", "detected")
        .forEach(kind -> assertThat(kind, all.contains("kind: " + kind), is(true)));
    Stream.of("reshape", "steps", "run-rules", "table", "budget", "errors", "order", "file-size")
        .forEach(key -> assertThat(key, all.contains(key + ":"), is(true)));
  }
}
