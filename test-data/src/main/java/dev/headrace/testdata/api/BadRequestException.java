package dev.headrace.testdata.api;

/** A request that the service refuses. */
final class BadRequestException extends Exception {

  private final String sentence;

  BadRequestException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** What the service answers. */
  String sentence() {
    return sentence;
  }
}
