/** An S3 endpoint inside the JVM. */
@NullMarked
package dev.headrace.testdata.s3;

import org.jspecify.annotations.NullMarked;
