/** Object stores: S3, and a folder for tests. */
@NullMarked
package dev.headrace.io.lake.store;

import org.jspecify.annotations.NullMarked;
