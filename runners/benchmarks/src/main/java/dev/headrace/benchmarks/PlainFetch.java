package dev.headrace.benchmarks;

import dev.headrace.benchmarks.Contestant.Task;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** The JDK's client and a semaphore; the answers are read and forgotten. */
final class PlainFetch {
  private PlainFetch() {}

  static void run(Task task) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Semaphore free = new Semaphore(task.inFlight());
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (String path : task.paths()) {
      free.acquire();
      HttpRequest request = HttpRequest.newBuilder(task.baseUrl().resolve(path)).build();
      answers.add(
          client
              .sendAsync(request, BodyHandlers.ofByteArray())
              .whenComplete((answer, failure) -> free.release()));
    }
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      if (answer.join().statusCode() != 200) {
        throw new IllegalStateException("The answer is " + answer.join());
      }
    }
  }
}
