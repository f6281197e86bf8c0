/** Secrets: named where a pipeline is made, read where they are used. */
@NullMarked
package dev.headrace.transforms.secrets;

import org.jspecify.annotations.NullMarked;
