package dev.headrace.pipelines.yaml;

import java.util.Optional;

/** Makes a value of a setting, or notes what is wrong with it and makes none. */
@FunctionalInterface
interface Reader<T> {
  Optional<T> read(Setting setting);
}
