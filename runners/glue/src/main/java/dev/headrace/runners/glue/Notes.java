package dev.headrace.runners.glue;

import java.io.PrintWriter;

/** What is told while a submission goes on: a word that says what it is about, and the rest. */
final class Notes {
  private final PrintWriter out;

  Notes(PrintWriter out) {
    this.out = out;
  }

  void tell(String about, String text) {
    out.printf("%-10s %s%n", about, text);
    out.flush();
  }
}
