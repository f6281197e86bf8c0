package dev.headrace.testdata.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The 1,707 real events that {@link EarthquakeApi} serves, recorded by the United States Geological
 * Survey from 2018-01-31T01:49Z to 2018-02-07T01:26Z.
 *
 * <p>No two events share an id or a time, and none lacks a magnitude. Every node handed out is a
 * copy, so a caller may change it.
 */
public final class EarthquakeFeed {

  private static final String FILE = "/earthquakes/earthquakes.json";

  private final Instant generated;
  private final String apiVersion;
  private final Map<String, ObjectNode> features;

  private EarthquakeFeed(JsonNode file) {
    this.generated = Instant.ofEpochMilli(file.at("/metadata/generated").longValue());
    this.apiVersion = file.at("/metadata/api").textValue();
    this.features = new LinkedHashMap<>();
    for (JsonNode feature : file.get("features")) {
      features.put(feature.get("id").textValue(), (ObjectNode) feature);
    }
  }

  /** The feed, which is read from the class path once. */
  public static EarthquakeFeed load() {
    return Loaded.FEED;
  }

  /** A copy of every event as a GeoJSON feature, newest first. */
  public List<ObjectNode> features() {
    return features.values().stream().map(ObjectNode::deepCopy).toList();
  }

  /** A copy of one event, or nothing if the feed has no such event. */
  public Optional<ObjectNode> feature(String id) {
    return Optional.ofNullable(features.get(id)).map(ObjectNode::deepCopy);
  }

  /** The ids of all events, newest first. */
  public List<String> ids() {
    return new ArrayList<>(features.keySet());
  }

  /** When the service wrote the feed; it stands for "now" in every answer. */
  Instant generated() {
    return generated;
  }

  String apiVersion() {
    return apiVersion;
  }

  private static EarthquakeFeed read() {
    try (InputStream in = EarthquakeFeed.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new FileNotFoundException(FILE);
      }
      return new EarthquakeFeed(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("The class path lacks a readable " + FILE, e);
    }
  }

  private static final class Loaded {
    private static final EarthquakeFeed FEED = read();
  }
}
