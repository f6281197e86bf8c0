/** Requests to an API, the responses that landed, and the seam to where they land. */
@NullMarked
package dev.headrace.transforms.fetch;

import org.jspecify.annotations.NullMarked;
