package dev.headrace.pipelines.yaml;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A value of the Java API that is filled in key by key. What is wrong with one key does not keep
 * the others from being looked at.
 */
final class Filling<B> {
  private final Settings settings;
  private final Optional<B> built;

  Filling(Settings settings, Optional<B> built) {
    this.settings = settings;
    this.built = built;
  }

  /** Sets what a key says, if it is there. */
  <T> Filling<B> with(String key, Reader<T> reader, BiFunction<B, T, B> setter) {
    Optional<T> value = settings.optional(key, reader);
    if (value.isEmpty() || built.isEmpty()) {
      return this;
    }
    Optional<B> next =
        settings.attempt(key, () -> setter.apply(built.orElseThrow(), value.orElseThrow()));
    return next.isPresent() ? new Filling<>(settings, next) : this;
  }

  /** Sets what a key says, which has to be there. */
  <T> Filling<B> require(String key, Reader<T> reader, BiFunction<B, T, B> setter) {
    if (!settings.has(key)) {
      Optional<T> unused = settings.required(key, reader);
    }
    return with(key, reader, setter);
  }

  /** Sets something if a key says true. */
  Filling<B> when(String key, UnaryOperator<B> setter) {
    return with(key, Values.FLAG, (before, flag) -> flag ? setter.apply(before) : before);
  }

  /** Sets what no key says. */
  Filling<B> and(UnaryOperator<B> setter) {
    return new Filling<>(
        settings, built.flatMap(before -> settings.attempt(() -> setter.apply(before))));
  }

  /** What has become of it; empty if anything is wrong in the section. */
  Optional<B> done() {
    return settings.isSound() ? built : Optional.empty();
  }
}
