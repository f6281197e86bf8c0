package dev.headrace.testdata.stub;

import java.util.List;

/** A header line of an answer. */
record Header(String name, String value) {

  static boolean contains(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }
}
