/** How requests prove who sends them. */
@NullMarked
package dev.headrace.io.http.auth;

import org.jspecify.annotations.NullMarked;
