/** What did not go through: dead letters, the stages they come from and the reasons they give. */
@NullMarked
package dev.headrace.transforms.failures;

import org.jspecify.annotations.NullMarked;
