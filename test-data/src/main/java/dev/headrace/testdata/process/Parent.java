package dev.headrace.testdata.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The process that started this one, and holds the other end of its standard input. */
final class Parent {

  private Parent() {}

  /** Tells a line. */
  static void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Returns when the parent lets go of this process, or is gone. */
  static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing that it says matters.
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The standard input cannot be read", e);
    }
  }
}
