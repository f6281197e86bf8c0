/** Reading the transformed bucket: what its manifests list, old files and new in one schema. */
@NullMarked
package dev.headrace.io.lake.read;

import org.jspecify.annotations.NullMarked;
