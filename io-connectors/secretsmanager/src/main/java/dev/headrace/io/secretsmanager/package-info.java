/** Secrets of AWS Secrets Manager. */
@NullMarked
package dev.headrace.io.secretsmanager;

import org.jspecify.annotations.NullMarked;
