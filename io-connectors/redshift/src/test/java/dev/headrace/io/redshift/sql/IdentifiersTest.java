package dev.headrace.io.redshift.sql;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id          | \"id\"",
        "order       | \"order\"",
        "two words   | \"two words\"",
        "a\"b        | \"a\"\"b\"",
        "a; drop     | \"a; drop\"",
        "straße      | \"straße\"",
      })
  void everyColumnIsQuoted(String name, String quoted) {
    assertThat(Identifiers.column(name), is(quoted));
  }

  @Test
  void aSchemaAndItsTableAreQuotedEach() {
    assertThat(Identifiers.table("select.ta\"ble"), is("\"select\".\"ta\"\"ble\""));
    assertThat(Identifiers.table("readings"), is("\"readings\""));
  }

  @Test
  void aNameOf127BytesIsTakenWhole() {
    String name = "é".repeat(63) + "e";

    assertThat(Identifiers.column(name), is('"' + name + '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void aNameRedshiftCannotHaveIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Identifiers.column(name));
  }

  @Test
  void aNameOf128BytesIsRefusedThoughItHasFewerCharacters() {
    String name = "é".repeat(64);

    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Identifiers.column(name));

    assertThat(refusal.getMessage(), containsString("1 to 127 bytes"));
    assertThat(refusal.getMessage(), containsString("has 128"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Id", "İd", "É"})
  void upperCaseIsRefusedWhateverTheLocale(String name) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Identifiers.column(name));

    assertThat(refusal.getMessage(), containsString("lower case"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
  void systemColumnsAreRefused(String name) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Identifiers.column(name));

    assertThat(refusal.getMessage(), containsString("system column"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".b", "a.b.c", "A.b", "a.B"})
  void aTableThatIsNeitherTableNorSchemaTableIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Identifiers.table(name));
  }
}
