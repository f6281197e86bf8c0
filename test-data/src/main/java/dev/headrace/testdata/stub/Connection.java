package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** Answers the requests of one connection, one after the other. */
final class Connection implements Runnable {

  private final Socket socket;
  private final int number;
  private final Handler handler;
  private final Arrivals arrivals;
  private final Pause pause;

  Connection(Socket socket, int number, Handler handler, Arrivals arrivals, Pause pause) {
    this.socket = socket;
    this.number = number;
    this.handler = handler;
    this.arrivals = arrivals;
    this.pause = pause;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      RequestReader reader = new RequestReader(socket.getInputStream());
      Output out = new Output(socket.getOutputStream());
      Optional<RequestHead> head = reader.head();
      while (head.isPresent() && answer(head.get(), reader, out)) {
        head = reader.head();
      }
    } catch (IOException | NumberFormatException e) {
      // The client has gone, or speaks no HTTP: either way there is nobody to answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether another answer may follow. */
  private boolean answer(RequestHead head, RequestReader reader, Output out)
      throws IOException, InterruptedException {
    if (head.header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
      out.flush();
    }
    Received request = arrivals.arrived(head, reader.body(head), number);
    Progress progress = new Progress(arrivals);
    try {
      Parts parts = decide(request).parts();
      pause.of(parts.delay());
      write(request, parts, out);
      return end(request, parts, reader, out, progress);
    } finally {
      progress.end();
    }
  }

  private Answer decide(Received request) {
    try {
      return handler.answer(request);
    } catch (RuntimeException e) {
      return Answer.text(e.toString()).withStatus(500);
    }
  }

  private void write(Received request, Parts parts, Output out)
      throws IOException, InterruptedException {
    if (parts.delivery().bodyBytes() == Delivery.NOTHING) {
      return;
    }
    boolean told = parts.framing() == Framing.UNTIL_CLOSE || !request.keepsAlive();
    out.write(HeadWriter.write(parts, told));
    if (parts.mayHaveBody() && !request.method().equals("HEAD")) {
      new BodyWriter(out, pause).write(parts);
    }
  }

  private boolean end(
      Received request, Parts parts, RequestReader reader, Output out, Progress progress)
      throws IOException {
    Delivery.End end = parts.delivery().end();
    if (end == Delivery.End.STALL) {
      out.flush();
      reader.awaitEnd();
      return false;
    }
    // Before the flush: a client that has its answer may already ask again.
    progress.end();
    out.flush();
    if (end == Delivery.End.RESET) {
      // A socket closed without lingering is reset.
      socket.setSoLinger(true, 0);
    }
    return end == Delivery.End.KEEP
        && parts.head() != Head.LENGTH_TOO_LARGE
        && !parts.framing().closes()
        && request.keepsAlive();
  }

  /** Ends once, however the answer does. */
  private static final class Progress {

    private final Arrivals arrivals;
    private boolean ended;

    Progress(Arrivals arrivals) {
      this.arrivals = arrivals;
    }

    void end() {
      if (!ended) {
        ended = true;
        arrivals.answered();
      }
    }
  }
}
