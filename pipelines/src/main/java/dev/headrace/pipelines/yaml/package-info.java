/**
 * Pipelines that are declared in a file of YAML: a thin layer over the builders of the Java API, of
 * which every setting has a key.
 */
@NullMarked
package dev.headrace.pipelines.yaml;

import org.jspecify.annotations.NullMarked;
