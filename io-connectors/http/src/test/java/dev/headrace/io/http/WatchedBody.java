package dev.headrace.io.http;

import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.InputStream;

/** A body that tells when it is closed. */
record WatchedBody(Body body, Runnable closing) implements Body {
  @Override
  public String sha256() {
    return body.sha256();
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public InputStream open() throws IOException {
    return body.open();
  }

  @Override
  public void close() {
    closing.run();
    body.close();
  }
}
