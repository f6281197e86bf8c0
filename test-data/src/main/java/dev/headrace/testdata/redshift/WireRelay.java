package dev.headrace.testdata.redshift;

import java.io.IOException;

/**
 * Passes what the server answers on to the client, and keeps count of what it still owes for the
 * extended protocol.
 */
final class WireRelay {
  private final WireStream client;
  private final WireStream server;
  private char status = 'I';
  private int processId;
  private int owed;
  private boolean failed;
  private boolean serializable;

  WireRelay(WireStream client, WireStream server) {
    this.client = client;
    this.server = server;
  }

  /** {@code I} outside of a transaction, {@code T} in one, {@code E} in a failed one. */
  char status() {
    return status;
  }

  void status(char status) {
    this.status = status;
  }

  int processId() {
    return processId;
  }

  /** Whether everything up to the next Sync is to be left out. */
  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
    owed = 0;
  }

  void serializable() {
    serializable = true;
  }

  /** Sends the server a message that it answers with one that ends it. */
  void forwardOwing(WireMessage message) throws IOException {
    if (server.hasInput()) {
      // A server that cannot write does not read either.
      relayAvailable();
    }
    if (!failed) {
      server.write(message);
      owed++;
    }
  }

  /** Passes on what has arrived. */
  private void relayAvailable() throws IOException {
    // The server keeps the rest of a message to itself until its buffer is full or flushed.
    server.write(WireMessage.of('H').build());
    server.flush();
    while (server.hasInput()) {
      pass(server.require());
    }
    client.flush();
  }

  /** Lets the server answer everything it owes. */
  void settle() throws IOException {
    server.write(WireMessage.of('H').build());
    server.flush();
    while (owed > 0) {
      passAndFlush();
    }
    client.flush();
  }

  /** Passes everything on until the server is ready for the next query, and that it is. */
  void untilReady() throws IOException {
    server.flush();
    while (passAndFlush() != 'Z') {
      // The message that ends the answer is still to come.
    }
    failed = false;
    owed = 0;
    client.flush();
  }

  private char passAndFlush() throws IOException {
    if (!server.hasInput()) {
      client.flush();
    }
    return pass(server.require());
  }

  private char pass(WireMessage message) throws IOException {
    WireMessage passed = message;
    switch (message.type()) {
      case 'E' -> {
        fail();
        passed = WireErrors.translated(message, processId, serializable);
      }
      case '1', '2', '3', 'n', 'T', 'C', 'I', 's' -> owed = Math.max(0, owed - 1);
      case 'K' -> processId = message.body().getInt();
      case 'Z' -> status = (char) message.body().get();
      default -> {}
    }
    client.write(passed);
    return message.type();
  }
}
