/**
 * The one shuffle of a dataset: records are packed into bytes, spread over buckets by their keys,
 * and of every key the latest is kept, in the order in which the bucket is written.
 */
@NullMarked
package dev.headrace.transforms.buckets;

import org.jspecify.annotations.NullMarked;
