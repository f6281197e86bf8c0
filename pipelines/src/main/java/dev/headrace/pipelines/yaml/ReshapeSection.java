package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.TEXTS;

import dev.headrace.transforms.shape.Reshape;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Reads {@code reshape}: changes of a record's shape, in their order. */
final class ReshapeSection {
  private static final Reader<List<UnaryOperator<Reshape>>> CHANGES =
      Values.listOf(
          Choice.byKey(
              new Choice<Reader<UnaryOperator<Reshape>>>()
                  .or("rename", Settings.section(ReshapeSection::rename))
                  .or("drop", change(TEXTS, (before, fields) -> before.drop(array(fields))))
                  .or("keep-only", change(TEXTS, (before, f) -> before.keepOnly(array(f))))
                  .or("lift", change(TEXT, Reshape::lift))
                  .or("flatten", Settings.section(ReshapeSection::flatten))));

  static final Reader<Reshape> READER =
      setting -> CHANGES.read(setting).map(ReshapeSection::reshape);

  private ReshapeSection() {}

  private static Reshape reshape(List<UnaryOperator<Reshape>> changes) {
    Reshape reshape = Reshape.records();
    for (UnaryOperator<Reshape> change : changes) {
      reshape = change.apply(reshape);
    }
    return reshape;
  }

  private static <T> Reader<UnaryOperator<Reshape>> change(
      Reader<T> reader, BiFunction<Reshape, T, Reshape> change) {
    return setting ->
        reader
            .read(setting)
            .flatMap(
                value ->
                    Settings.attempt(setting, () -> tried(before -> change.apply(before, value))));
  }

  /** Refused at once is what would be refused when the changes are put together. */
  private static UnaryOperator<Reshape> tried(UnaryOperator<Reshape> change) {
    Reshape unused = change.apply(Reshape.records());
    return change;
  }

  private static Optional<UnaryOperator<Reshape>> rename(Settings settings) {
    Optional<String> field = settings.required("field", TEXT);
    Optional<String> to = settings.required("to", TEXT);
    return settings
        .make(() -> tried(before -> before.rename(field.orElseThrow(), to.orElseThrow())))
        .done();
  }

  private static Optional<UnaryOperator<Reshape>> flatten(Settings settings) {
    Optional<String> separator = settings.required("separator", TEXT);
    Optional<Integer> depth = settings.optional("depth", Values.WHOLE);
    return settings
        .make(
            () ->
                tried(
                    before ->
                        depth.isPresent()
                            ? before.flatten(separator.orElseThrow(), depth.get())
                            : before.flatten(separator.orElseThrow())))
        .done();
  }

  private static String[] array(List<String> texts) {
    return texts.toArray(String[]::new);
  }
}
