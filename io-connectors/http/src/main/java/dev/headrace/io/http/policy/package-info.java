/** How often, how fast and how long the API is asked, and what a failure is taken for. */
@NullMarked
package dev.headrace.io.http.policy;

import org.jspecify.annotations.NullMarked;
