package dev.headrace.testdata.stub;

import java.time.Duration;

/** Waits, unless the server is closed. */
@FunctionalInterface
interface Pause {

  void of(Duration duration) throws InterruptedException;
}
