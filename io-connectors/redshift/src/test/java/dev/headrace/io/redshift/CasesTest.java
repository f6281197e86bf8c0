package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table names a test for every case, and every test that it names is there. */
class CasesTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern NUMBERS = Pattern.compile("\\| (\\d+)(?:–(\\d+))? \\|.*");
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w*Test)(?:\\.(\\w+…?))?|([a-z]\\w*…?))`");

  private static List<String> table(String firstLine) throws IOException {
    List<String> lines = Files.readAllLines(README);
    int first = lines.indexOf(firstLine);
    assertThat(firstLine, first, is(greaterThan(0)));
    return lines.stream().skip(first + 2).takeWhile(line -> line.startsWith("|")).toList();
  }

  @Test
  void everyCaseHasOneRow() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (String row : table("| case | what | test |")) {
      Matcher matcher = NUMBERS.matcher(row);
      assertThat(row, matcher.matches(), is(true));
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      IntStream.rangeClosed(from, to).forEach(numbers::add);
    }

    assertThat(numbers, is(IntStream.rangeClosed(1, 75).boxed().toList()));
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    List<String> rows = new ArrayList<>(table("| case | what | test |"));
    rows.addAll(table("| what | test |"));
    for (String row : rows) {
      String source = "";
      Matcher name = NAME.matcher(row.substring(row.lastIndexOf(" | ")));
      while (name.find()) {
        named++;
        if (name.group(1) != null) {
          source = sources.getOrDefault(name.group(1), "");
        }
        String method = name.group(1) == null ? name.group(3) : name.group(2);
        if (source.isEmpty() || (method != null && !holds(source, method))) {
          missing.add(name.group());
        }
      }
    }

    assertThat(missing, is(empty()));
    assertThat(named, is(greaterThan(100)));
  }

  /** A name that ends in three dots stands for all that begin like it. */
  private static boolean holds(String source, String method) {
    return source.contains(
        method.endsWith("…")
            ? "  void " + method.substring(0, method.length() - 1)
            : "  void " + method + "(");
  }

  /** Of this module, the stand-in's and the runner's. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of(".", "../../test-data", "../../runners/direct")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString();
          sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
