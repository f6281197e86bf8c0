package dev.headrace.benchmarks.reprocess;

import static java.lang.Long.parseLong;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.headrace.benchmarks.TestFlights;
import dev.headrace.benchmarks.reprocess.Input.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
  @TempDir Path folder;

  private Path flights = Path.of("");

  @BeforeEach
  void writeFlights() throws SQLException {
    flights = TestFlights.write(folder, 4_000);
  }

  private Input input(String cache, int scale, int seed) throws IOException {
    return Input.of(new Parameters(flights, 4_000, scale, seed), folder.resolve(cache));
  }

  private static List<String> lines(Input input) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path body : new Task(input.folder(), input.folder()).bodies()) {
      lines.addAll(Files.readAllLines(body));
    }
    return lines;
  }

  @Test
  void theSameParametersMakeTheSameLinesAndAnotherSeedOthers() throws IOException {
    List<String> lines = lines(input("a", 1, 1));

    assertThat(lines(input("b", 1, 1)), equalTo(lines));
    assertThat(lines(input("b", 1, 2)), not(equalTo(lines)));
  }

  @Test
  void linesAreFlightsOrFlawedAsExpected() throws IOException {
    Input input = input("a", 1, 1);
    Set<String> keys = new HashSet<>();
    int dead = 0;
    List<String> lines = lines(input);
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      try {
        keys.add(FlightParser.parse(bytes, bytes.length).flightKey);
      } catch (InvalidLineException e) {
        dead++;
      }
    }

    assertThat(lines.size(), is(both(greaterThan(4_100)).and(lessThan(4_300))));
    assertThat(dead, is(both(greaterThan(10)).and(lessThan(100))));
    assertThat(input.expected().value(Verify.DEAD_LETTERS), is(Integer.toString(dead)));
    assertThat(input.expected().rows(), is(Integer.toString(keys.size())));
  }

  @Test
  void twiceTheScaleIsTwiceTheKeys() throws IOException {
    long once = parseLong(input("a", 1, 1).expected().rows());
    long twice = parseLong(input("a", 2, 1).expected().rows());

    assertThat(twice, is(both(greaterThan(2 * once - 50)).and(lessThan(2 * once + 50))));
    assertThat(new HashSet<>(lines(input("a", 2, 1))), hasSize(lines(input("a", 2, 1)).size()));
  }

  @Test
  void anInputThatWasNotFinishedIsMadeAnew() throws IOException {
    Input input = input("a", 1, 1);
    List<String> lines = lines(input);
    Files.delete(input.folder().resolve("expected.properties"));
    Files.writeString(Task.body(input.folder(), 0), "half");

    assertThat(lines(input("a", 1, 1)), equalTo(lines));
  }
}
