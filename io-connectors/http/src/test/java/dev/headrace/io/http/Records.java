package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Records with ids from 1, the requests for them, and what of them has landed. */
final class Records {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Records() {}

  static List<Integer> ids(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  static List<String> of(int count) {
    return ids(count).stream().map(id -> "{\"id\":" + id + "}").toList();
  }

  static FetchRequest get(String url) {
    return FetchRequest.get("stub", "items", url);
  }

  /** A request for each of so many paths below the prefix. */
  static List<FetchRequest> requests(String prefix, int count) {
    return ids(count).stream().map(id -> get(prefix + id)).toList();
  }

  /** The ids of the records that landed, in order, as often as they did. */
  static List<Integer> idsIn(FetchRun run) {
    List<Integer> ids = new ArrayList<>();
    for (RawResponse response : run.landed()) {
      if (response.request().role() == Role.DATA) {
        JsonNode body = json(response);
        (body.isArray() ? body : body.path("items")).forEach(item -> ids.add(idOf(item)));
      }
    }
    Collections.sort(ids);
    return ids;
  }

  private static int idOf(JsonNode item) {
    return item.path("id").intValue();
  }

  static JsonNode json(RawResponse response) {
    try {
      return JSON.readTree(text(response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(RawResponse response) {
    try {
      return new String(response.body().bytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
