package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

  private static Mapping read(String yaml) {
    Problems problems = new Problems("f.yaml");
    var mapping = YamlDocument.read(yaml, problems);
    problems.requireNone();
    return mapping.orElseThrow();
  }

  private static String error(String yaml) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no | \"no\"",
        "on | \"on\"",
        "010 | \"010\"",
        "1_000 | \"1_000\"",
        "12:30:00 | \"12:30:00\"",
        "2018-01-31 | \"2018-01-31\"",
        ".inf | \".inf\"",
        "'5' | \"5\"",
        "5 | 5",
        "-1.5e3 | -1.5E+3",
        "true | true",
        "~ | null",
        "'null' | \"null\"",
        "[a, {b: 1}] | [\"a\",{\"b\":1}]",
      })
  void valuesHaveTheTypesOfYamls12AndNothingElseIsGuessed(String yaml, String json) {
    assertThat(read("a: " + yaml).json().toString(), is("{\"a\":" + json + "}"));
  }

  @Test
  void aKeyThatComesTwiceIsAnErrorThatNamesBothLines() {
    assertThat(
        error("a: 1\nb: 2\na: 3\n"), is("f.yaml:3: The key \"a\" is there twice, first in line 1"));
  }

  @Test
  void anAliasStandsForItsAnchorAndAnswersForItsSize() {
    assertThat(read("a: &x [1, 2]\nb: *x\n").json().toString(), is("{\"a\":[1,2],\"b\":[1,2]}"));

    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", alias, alias, alias, alias)));
    }
    assertThat(error(bomb.toString()), containsString("nested or repeated too much"));
    assertThat(error("a: &a [*a]\n"), containsString("nested or repeated too much"));
  }

  @Test
  void whatIsTooDeepOrTooLargeIsRefused() {
    assertThat(error("a: " + "[".repeat(60) + "]".repeat(60)), containsString("f.yaml:1: "));
    assertThat(
        error("a: " + "x".repeat(YamlDocument.MAX_BYTES)),
        is("f.yaml:1: The file must be at most 1048576 bytes"));
  }

  @ParameterizedTest
  @CsvSource({
    "a: !!javax.script.ScriptEngineManager [],f.yaml:1: A tag (!) must be none",
    "a: !!java.net.URL [http://x],f.yaml:1: A tag (!) must be none",
    "a: !own x,f.yaml:1: A tag (!) must be none",
    "a: !!binary aGk=,f.yaml:1: A tag (!) must be none"
  })
  void aTagReachesNoClass(String yaml, String message) {
    assertThat(error(yaml), containsString(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[a] | f.yaml:1: The file must be a mapping",
        "a: [ | This is no YAML",
        "? [x] : y | f.yaml:1: A key must be a text",
      })
  void whatIsNoMappingIsRefused(String yaml, String message) {
    assertThat(error(yaml), containsString(message));
    assertThat(error(""), is("f.yaml:1: The file must be a mapping, such as \"source: usgs\""));
    assertThat(error("a: 1\n---\nb: 2\n"), containsString("f.yaml:2: This is no YAML"));
  }
}
