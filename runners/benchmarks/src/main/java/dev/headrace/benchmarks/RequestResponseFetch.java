package dev.headrace.benchmarks;

import dev.headrace.benchmarks.Contestant.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.beam.io.requestresponse.Caller;
import org.apache.beam.io.requestresponse.RequestResponseIO;
import org.apache.beam.io.requestresponse.UserCodeExecutionException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;

/** Beam's own connector for web services; a caller of it answers one request at a time. */
final class RequestResponseFetch {
  private RequestResponseFetch() {}

  static void run(Task task) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=DirectRunner", "--targetParallelism=" + Task.PARALLELISM)
                .create());
    pipeline
        .apply(Create.of(task.paths()))
        .apply(RequestResponseIO.of(new Get(task.baseUrl()), ByteArrayCoder.of()))
        .getFailures()
        .apply(
            "Fail", FailOnAny.of(failure -> "RequestResponseIO failed: " + failure.getMessage()));
    pipeline.run().waitUntilFinish();
  }

  private static final class Get implements Caller<String, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final HttpClient CLIENT =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI baseUrl;

    Get(URI baseUrl) {
      this.baseUrl = baseUrl;
    }

    @Override
    public byte[] call(String path) throws UserCodeExecutionException {
      HttpRequest request = HttpRequest.newBuilder(baseUrl.resolve(path)).build();
      try {
        HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new UserCodeExecutionException("The answer is " + answer);
        }
        return answer.body();
      } catch (IOException e) {
        throw new UserCodeExecutionException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UserCodeExecutionException(e);
      }
    }
  }
}
