package dev.headrace.io.http;

import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.transforms.failures.Reason;
import java.time.Duration;

/** An attempt that did not bring an answer that can be landed, and what is to be done about it. */
final class FailedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorAction action;
  private final Reason reason;
  private final Duration wait;

  /**
   * @param detail one sentence without secrets
   * @param wait how long the API asks to wait before the request is sent again
   */
  FailedAttempt(ErrorAction action, Reason reason, String detail, Duration wait) {
    super(detail);
    this.action = action;
    this.reason = reason;
    this.wait = wait;
  }

  FailedAttempt(ErrorAction action, Reason reason, String detail) {
    this(action, reason, detail, Duration.ZERO);
  }

  /** The same failure, with no other attempt to follow. */
  FailedAttempt forGood() {
    return new FailedAttempt(ErrorAction.FAIL, reason, detail(), wait);
  }

  ErrorAction action() {
    return action;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Duration waitAsked() {
    return wait;
  }
}
