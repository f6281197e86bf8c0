package dev.headrace.transforms.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.base.CharMatcher;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Makes an object of an XML element. */
final class XmlDocument {
  private static final int MAX_VALUES = 100_000;
  private static final String TEXT = "#text";
  private static final CharMatcher WHITE_SPACE = CharMatcher.anyOf(" \t\r\n");

  /** An element that is open, and what it has so far. */
  private record Element(String name, ObjectNode values, StringBuilder text) {}

  private final Deque<Element> open = new ArrayDeque<>();
  private ObjectNode root = JsonNodeFactory.instance.objectNode();
  private int values;

  private XmlDocument() {}

  /** The object that an element stands for. */
  static ObjectNode of(byte[] element) throws BadRecordException {
    XmlDocument document = new XmlDocument();
    try {
      document.read(Xml.reader(new XmlCharacters(new ByteArrayInputStream(element))));
      return document.root;
    } catch (XMLStreamException e) {
      throw refused(e);
    }
  }

  private static BadRecordException refused(XMLStreamException e) {
    try {
      return Xml.refused(e, "The record");
    } catch (IOException failure) {
      throw new UncheckedIOException("Bytes in memory can always be read", failure);
    }
  }

  private void read(XMLStreamReader xml) throws XMLStreamException, BadRecordException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.getLast().text().append(xml.getText());
          }
        }
        default -> {}
      }
    }
  }

  private void start(XMLStreamReader xml) throws BadRecordException {
    values += 1 + xml.getAttributeCount();
    if (values > MAX_VALUES) {
      throw new BadRecordException(
          Reason.TOO_LARGE, "The record has more than " + MAX_VALUES + " elements and attributes");
    }
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.put("@" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    open.addLast(new Element(xml.getLocalName(), attributes, new StringBuilder()));
  }

  private void end() {
    Element element = open.removeLast();
    Element parent = open.peekLast();
    String text = element.text().toString();
    if (parent != null && element.values().isEmpty()) {
      add(parent.values(), element.name(), TextNode.valueOf(text));
      return;
    }
    if (!WHITE_SPACE.matchesAllOf(text)) {
      element.values().put(TEXT, text);
    }
    if (parent == null) {
      root = element.values();
    } else {
      add(parent.values(), element.name(), element.values());
    }
  }

  /** An element that is there more than once becomes a list. */
  private static void add(ObjectNode parent, String name, JsonNode value) {
    JsonNode before = parent.get(name);
    if (before == null) {
      parent.set(name, value);
    } else if (before instanceof ArrayNode list) {
      list.add(value);
    } else {
      parent.set(name, JsonNodeFactory.instance.arrayNode().add(before).add(value));
    }
  }
}
