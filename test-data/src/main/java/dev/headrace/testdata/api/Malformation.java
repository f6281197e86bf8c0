package dev.headrace.testdata.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A way in which an event can be broken without the page around it being invalid JSON. */
public enum Malformation {
  /** {@code properties.mag} is the text {@code strong}. */
  TEXT_MAGNITUDE {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      feature.withObject("/properties").put("mag", "strong");
      return feature;
    }
  },

  /** The feature has no {@code id}. */
  MISSING_ID {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      return feature.without("id");
    }
  },

  /** {@code properties.time} is the text {@code yesterday}. */
  TEXT_TIME {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      feature.withObject("/properties").put("time", "yesterday");
      return feature;
    }
  },

  /** {@code properties.updated} is absent. */
  MISSING_UPDATED {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      feature.withObject("/properties").remove("updated");
      return feature;
    }
  },

  /** {@code geometry} is null. */
  NO_GEOMETRY {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      return feature.putNull("geometry");
    }
  },

  /** {@code geometry.coordinates} has a longitude and a latitude but no depth. */
  SHORT_COORDINATES {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      ((ArrayNode) feature.at("/geometry/coordinates")).remove(2);
      return feature;
    }
  },

  /** The feature is a JSON string, its id. */
  NOT_AN_OBJECT {
    @Override
    JsonNode applyTo(ObjectNode feature) {
      return TextNode.valueOf(feature.get("id").textValue());
    }
  };

  /** Breaks the feature, which the caller gives away. */
  abstract JsonNode applyTo(ObjectNode feature);
}
