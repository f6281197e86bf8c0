package dev.headrace.testdata.stub;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Decides what a request is answered. It is called by many threads at a time. */
@FunctionalInterface
public interface Handler {

  /**
   * Called once for each request. What it throws is answered with 500 and the text of the
   * exception.
   */
  Answer answer(Received request);

  /** Gives every request the same answer. */
  static Handler always(Answer answer) {
    return request -> answer;
  }

  /**
   * Gives the first request that it sees the first answer, and so on; all that come later get the
   * last one.
   */
  static Handler inOrder(Answer first, Answer... more) {
    List<Answer> answers = Stream.concat(Stream.of(first), Stream.of(more)).toList();
    AtomicInteger next = new AtomicInteger();
    return request -> answers.get(next.getAndUpdate(n -> Math.min(n + 1, answers.size() - 1)));
  }

  /** Answers the first {@code times} requests with {@code answer} and leaves the others to this. */
  default Handler butFirst(int times, Answer answer) {
    AtomicInteger left = new AtomicInteger(times);
    return request ->
        left.getAndUpdate(n -> Math.max(n - 1, 0)) > 0 ? answer : this.answer(request);
  }
}
