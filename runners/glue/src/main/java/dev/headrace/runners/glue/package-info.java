/** AWS Glue: a run's job there is defined, started, followed and stopped from here. */
@NullMarked
package dev.headrace.runners.glue;

import org.jspecify.annotations.NullMarked;
