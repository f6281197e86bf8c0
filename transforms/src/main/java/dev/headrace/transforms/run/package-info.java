/** A run: its objects, its ledger and its manifest. */
@NullMarked
package dev.headrace.transforms.run;

import org.jspecify.annotations.NullMarked;
