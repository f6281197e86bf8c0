/** A local stand-in of the earthquake event service, with real events and scripted faults. */
@NullMarked
package dev.headrace.testdata.api;

import org.jspecify.annotations.NullMarked;
