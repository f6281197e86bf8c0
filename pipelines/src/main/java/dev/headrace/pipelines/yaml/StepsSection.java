package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;

import dev.headrace.transforms.mask.Mask;
import dev.headrace.transforms.mask.Masking;
import dev.headrace.transforms.quality.CheckQuality;
import dev.headrace.transforms.quality.Rule;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.shape.Derive;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Reads {@code steps}: what is done to conformed records, in this order.
 *
 * @param schema of the conformed records, by which the steps are checked; empty if it is not known
 */
record StepsSection(Optional<Schema> schema) {
  private static final Reader<Step> STEP =
      Choice.byKey(
          new Choice<Reader<Step>>()
              .or(
                  "reject",
                  step(
                      Values.listOf(RuleSection.READER),
                      rules -> CheckQuality.rejecting(rules.toArray(Rule[]::new))))
              .or(
                  "warn",
                  step(
                      Values.listOf(RuleSection.READER),
                      rules -> CheckQuality.warning(rules.toArray(Rule[]::new))))
              .or(
                  "mask",
                  step(
                      Values.listOf(MaskSection.READER),
                      fields -> Mask.fields(fields.toArray(Masking[]::new))))
              .or("derive", Settings.section(StepsSection::derive)));

  Reader<List<Step>> reader() {
    return Values.listOf(setting -> STEP.read(setting).flatMap(step -> fitting(setting, step)));
  }

  /** None of the steps changes the schema. */
  private Optional<Step> fitting(Setting setting, Step step) {
    return schema.isEmpty()
        ? Optional.of(step)
        : Settings.attempt(setting, () -> fitting(step, schema.get()));
  }

  private static Step fitting(Step step, Schema schema) {
    Schema unused = step.schemaAfter(schema);
    return step;
  }

  private static <T> Reader<Step> step(Reader<T> reader, Function<T, Step> maker) {
    return setting ->
        reader.read(setting).flatMap(value -> Settings.attempt(setting, () -> maker.apply(value)));
  }

  private static Optional<Step> derive(Settings settings) {
    Optional<String> field = settings.required("field", TEXT);
    Optional<String> expression = settings.required("as", TEXT);
    return settings
        .<Step>make(() -> Derive.field(field.orElseThrow()).as(expression.orElseThrow()))
        .done();
  }
}
