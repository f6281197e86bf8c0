package dev.headrace.runners.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.util.Base64;
import java.util.List;

/**
 * What a run of a job is given. The arguments of {@code headrace run} travel as one parameter, the
 * base64 of a list in JSON: Glue would take those of its own names for itself, and those that begin
 * with dashes, or have blanks, for others.
 *
 * @param key which run it is, the same for every submission of it
 * @param arguments of {@code headrace run}
 * @param files on S3 that Glue copies to the job's working directory
 */
record RunParameters(String key, List<String> arguments, List<String> files) {
  /** The parameter that holds the arguments; the job jar reads it. */
  static final String ARGUMENTS = "--headrace_args";

  /** The parameter that a run is found by. */
  static final String KEY = "--headrace_run";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The parameters in Glue's own words. */
  ImmutableMap<String, String> toMap() {
    ImmutableMap.Builder<String, String> all = ImmutableMap.builder();
    all.put(KEY, key).put(ARGUMENTS, encoded());
    if (!files.isEmpty()) {
      all.put("--extra-files", String.join(",", files));
    }
    return all.build();
  }

  private String encoded() {
    try {
      byte[] json = JSON.writeValueAsString(arguments).getBytes(UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of texts is always JSON", e);
    }
  }
}
