package dev.headrace.testdata.redshift;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** The rows of a COPY on their way to the server. */
final class WireCopyIn implements Backend.CopyIn {
  private final WireBackend backend;
  private boolean open = true;
  private long rows;

  WireCopyIn(WireBackend backend) {
    this.backend = backend;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws SQLException {
    if (backend.hasAnswer()) {
      open = false;
      backend.untilReady(ignored -> {});
    }
    backend.write(WireMessage.of('d').bytes(bytes, offset, length).build());
  }

  @Override
  public long end() throws SQLException {
    open = false;
    backend.send(WireMessage.of('c').build());
    backend.untilReady(
        message -> {
          if (message.type() == 'C') {
            String tag = new String(message.bytes(), StandardCharsets.US_ASCII).strip();
            rows = Long.parseLong(tag.replaceAll("[^0-9]", ""));
          }
        });
    return rows;
  }

  @Override
  public void cancelIfOpen() throws SQLException {
    if (!open) {
      return;
    }
    open = false;
    backend.send(WireMessage.of('f').text("The COPY was given up").build());
    try {
      backend.untilReady(ignored -> {});
    } catch (SQLException expected) {
      if ("08006".equals(expected.getSQLState())) {
        throw expected;
      }
    }
  }
}
