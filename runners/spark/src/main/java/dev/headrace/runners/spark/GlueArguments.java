package dev.headrace.runners.spark;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The arguments of {@code headrace run} among those of a Glue job, where they are one parameter:
 * the URL-safe base64 of a list of texts in JSON.
 */
final class GlueArguments {
  private static final String NAME = "--headrace_args";
  private static final ObjectMapper JSON = new ObjectMapper();

  private GlueArguments() {}

  /**
   * Reads them. Glue gives every parameter as its name and its value, next to each other.
   *
   * @throws IllegalArgumentException if they are not there, or no such list
   */
  static List<String> of(String[] sysArgs) {
    List<String> arguments = decoded(value(sysArgs));
    checkArgument(!arguments.isEmpty(), "The job's parameter %s must name a pipeline", NAME);
    return arguments;
  }

  private static String value(String[] sysArgs) {
    String found = null;
    for (int i = 0; i < sysArgs.length; i++) {
      if (sysArgs[i].startsWith(NAME + "=")) {
        found = sysArgs[i].substring(NAME.length() + 1);
      } else if (sysArgs[i].equals(NAME) && i + 1 < sysArgs.length) {
        found = sysArgs[i + 1];
      }
    }
    checkArgument(
        found != null,
        "The job's parameter %s is missing: a run is started by headrace submit glue",
        NAME);
    return found;
  }

  private static List<String> decoded(String value) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(value), UTF_8);
      List<String> arguments = JSON.readValue(json, new TypeReference<ArrayList<String>>() {});
      return arguments == null ? List.of() : arguments;
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The job's parameter " + NAME + " must be the base64 of a list of texts in JSON", e);
    }
  }
}
