package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "1000000000, 1000000000",
    "500kB, 500000",
    "32MB, 32000000",
    "32 mb, 32000000",
    "32MiB, 33554432",
    "32MIB, 33554432",
    "1KiB, 1024",
    "2GB, 2000000000",
    "999999999GiB, 1073741822926258176",
  })
  void aSizeIsAWholeNumberAndAUnit(String text, long bytes) {
    assertThat(new Sizes().convert(text), is(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1MB", "1.5MB", "32M", "1TB", "99999999999GiB", "32MB "})
  void whatIsNoSizeIsTold(String text) {
    TypeConversionException refusal =
        assertThrows(TypeConversionException.class, () -> new Sizes().convert(text));

    assertThat(refusal.getMessage(), containsString("must be a size such as 32MB, 64MiB or 500kB"));
  }
}
