package dev.headrace.io.http.policy;

/** What is done about an answer or a failure. */
public enum ErrorAction {
  /** Sends the request again, later, as long as its attempts, its time and the budget last. */
  RETRY,
  /** Gives the request up: a dead letter. */
  FAIL,
  /** Takes the request for done, without an answer; it is counted as ignored. */
  IGNORE,
  /**
   * Asks for new credentials and sends the request again at once; without new ones, fails. For
   * answers alone: a failure tells nothing of the credentials.
   */
  REFRESH_AUTH,
  /** Fails the run: no request will fare better. What has landed stays. */
  STOP
}
