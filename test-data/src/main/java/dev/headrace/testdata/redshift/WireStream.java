package dev.headrace.testdata.redshift;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Messages over one socket, which is closed with this. */
final class WireStream implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MOST_BYTES = 256 << 20;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final AtomicBoolean closed = new AtomicBoolean();

  WireStream(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    this.out =
        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
  }

  /** The next message, or null if the other side is gone. */
  @Nullable WireMessage read() throws IOException {
    int type = in.read();
    return type < 0 ? null : new WireMessage((char) type, readPacket());
  }

  /** The next message of a side that must not be gone. */
  WireMessage require() throws IOException {
    WireMessage message = read();
    if (message == null) {
      throw new IOException("The connection was closed by the other side");
    }
    return message;
  }

  /** A message without a type, as the first one of a connection is. */
  byte[] readPacket() throws IOException {
    int length = in.readInt() - Integer.BYTES;
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("A message of " + length + " bytes");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return body;
  }

  boolean hasInput() throws IOException {
    return in.available() > 0;
  }

  void write(WireMessage message) throws IOException {
    out.writeByte(message.type());
    writePacket(message.bytes());
  }

  void writePacket(byte[] body) throws IOException {
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  void writeByte(char answer) throws IOException {
    out.writeByte(answer);
  }

  void flush() throws IOException {
    out.flush();
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      socket.close();
    }
  }
}
