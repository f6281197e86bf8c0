/** Which requests follow from an answer: pages, children, and how a chain of pages ends. */
@NullMarked
package dev.headrace.io.http.pages;

import org.jspecify.annotations.NullMarked;
