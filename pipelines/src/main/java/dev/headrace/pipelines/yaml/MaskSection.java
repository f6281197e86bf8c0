package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;

import dev.headrace.transforms.mask.Masking;
import dev.headrace.transforms.secrets.Secret;
import java.util.Optional;
import java.util.function.Function;

/** Reads how a field is masked, such as {@code truncate: {field: postcode, characters: 2}}. */
final class MaskSection {
  static final Reader<Masking> READER =
      Choice.byKey(
          new Choice<Reader<Masking>>()
              .or("hash", Settings.section(MaskSection::hash))
              .or("redact", Settings.section(MaskSection::redact))
              .or("redact-to-null", ofField(Masking::redactToNull))
              .or("truncate", Settings.section(MaskSection::truncate))
              .or("to-month", ofField(Masking::toMonth))
              .or("to-year", ofField(Masking::toYear)));

  private static final String FIELD = "field";

  private MaskSection() {}

  private static Reader<Masking> ofField(Function<String, Masking> masking) {
    return setting -> TEXT.read(setting).map(masking);
  }

  private static Optional<Masking> hash(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<Secret> salt = settings.required("salt", Values.SECRET);
    Masking.Encoding encoding =
        settings
            .optional("encoding", Values.oneOf(Masking.Encoding.class))
            .orElse(Masking.Encoding.HEX);
    return settings
        .make(() -> Masking.hash(field.orElseThrow(), salt.orElseThrow(), encoding))
        .done();
  }

  private static Optional<Masking> redact(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<String> replacement = settings.required("replacement", TEXT);
    return settings
        .make(() -> Masking.redact(field.orElseThrow(), replacement.orElseThrow()))
        .done();
  }

  private static Optional<Masking> truncate(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<Integer> characters = settings.required("characters", Values.WHOLE);
    return settings
        .make(() -> Masking.truncate(field.orElseThrow(), characters.orElseThrow()))
        .done();
  }
}
