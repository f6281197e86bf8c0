/** The SparkRunner: on this machine, or on a cluster. */
@NullMarked
package dev.headrace.runners.spark;

import org.jspecify.annotations.NullMarked;
