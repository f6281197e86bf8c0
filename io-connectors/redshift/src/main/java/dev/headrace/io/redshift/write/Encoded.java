package dev.headrace.io.redshift.write;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A staged file or a rejected row. They leave the encoder in one output, and are parted behind a
 * shuffle: a step with two outputs is run once for each of them where a runner recomputes.
 */
record Encoded(@Nullable StagedFile file, @Nullable RejectedRow rejected) implements Serializable {}
