/** Whole runs on a Spark cluster of several JVMs on this machine. */
@NullMarked
package dev.headrace.runners.spark.cluster;

import org.jspecify.annotations.NullMarked;
