package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.io.redshift.write.RowsFixture;
import org.junit.jupiter.api.Test;

class AllRejectedTest extends RowsFixture {
  private static final String WARNING = "were rejected, so that it is applied without a row";

  @Test
  void aLoadOfWhichNoRowIsLeftIsToldByAWarning() throws Exception {
    try (Printed printed = new Printed()) {
      run(writeRows(), place(1L, "too long"), place(2L, "too long"));

      assertThat(
          printed.text(),
          containsString("All 2 rows of the load \"1\" for " + name + " " + WARNING));
    }
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void oneThatLosesSomeRowsIsNot() {
    try (Printed printed = new Printed()) {
      run(writeRows(), place(1L, "Oslo"), place(2L, "too long"));

      assertThat(printed.text(), not(containsString(WARNING)));
    }
  }
}
