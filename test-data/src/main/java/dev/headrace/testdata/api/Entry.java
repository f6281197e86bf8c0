package dev.headrace.testdata.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One event as it is served, with the values by which it is found.
 *
 * @param magnitude not a number if the event has none
 * @param json the feature as it goes into a page, broken or not
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only written.
record Entry(
    long time, double magnitude, double longitude, double latitude, double depth, byte[] json) {

  /** The entry found by the values of {@code event} but served as {@code shown}. */
  static Entry of(ObjectNode event, JsonNode shown) {
    JsonNode coordinates = event.at("/geometry/coordinates");
    return new Entry(
        event.at("/properties/time").longValue(),
        event.at("/properties/mag").asDouble(Double.NaN),
        coordinates.path(0).doubleValue(),
        coordinates.path(1).doubleValue(),
        coordinates.path(2).doubleValue(),
        Json.bytes(shown));
  }
}
