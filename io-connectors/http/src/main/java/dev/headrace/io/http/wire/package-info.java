/** The exchange of one request for one answer: connections, bodies, redirects, addresses. */
@NullMarked
package dev.headrace.io.http.wire;

import org.jspecify.annotations.NullMarked;
