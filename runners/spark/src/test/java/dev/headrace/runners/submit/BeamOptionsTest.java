package dev.headrace.runners.submit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.junit.jupiter.api.Test;

/** Here, where Beam's Spark runner is, and not where the options are used. */
class BeamOptionsTest {
  private static Set<String> namesIn(Class<?> options) {
    return Arrays.stream(options.getMethods())
        .map(Method::getName)
        .filter(name -> name.startsWith("set"))
        .map(name -> Introspector.decapitalize(name.substring("set".length())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theOptionsOfBeamsSparkRunnerAreKnownWhereItIsNot() {
    Set<String> expected = namesIn(SparkPipelineOptions.class);
    expected.removeAll(namesIn(ApplicationNameOptions.class));
    expected.add("runner");
    expected.remove("usesProvidedSparkContext");

    assertThat(new TreeSet<>(BeamOptions.OF_SPARK), is(expected));
  }
}
