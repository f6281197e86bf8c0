package dev.headrace.testdata.stub;

/** The errors of RFC 6749, section 5.2. */
final class OAuthError {

  private OAuthError() {}

  static Answer of(String error, String description) {
    return Answer.json(
            "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}")
        .withStatus(400)
        .withHeader("Cache-Control", "no-store");
  }

  static Answer invalidClient() {
    return of("invalid_client", "client authentication failed")
        .withStatus(401)
        .withHeader("WWW-Authenticate", "Basic realm=\"stub\"");
  }
}
