/** From responses to records: select, conform, keep the latest. */
@NullMarked
package dev.headrace.transforms.records;

import org.jspecify.annotations.NullMarked;
