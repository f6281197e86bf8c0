package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/** Goes through an XML document and cuts out the elements that are records. */
final class XmlRecords {
  private static final String EVERY = "*";
  private static final int NOT_IN_RECORD = -1;
  private static final byte[] NOTHING = {};

  private final XmlCharacters characters;
  private final List<String> path;
  private final Consumer<Slice> records;

  /** How many elements are open, and how many of these are the first of the path. */
  private int depth;

  private int matched;

  private int recordDepth = NOT_IN_RECORD;
  private long recordOffset;
  private byte[] beginning = NOTHING;

  XmlRecords(InputStream document, List<String> path, Consumer<Slice> records) {
    this.characters = new XmlCharacters(document);
    this.path = path;
    this.records = records;
  }

  /**
   * Reads all of the document.
   *
   * @throws BadRecordException if it is not one whole XML document with the path's root
   */
  void cut() throws IOException, BadRecordException {
    try {
      XMLStreamReader2 xml = Xml.reader(characters);
      requireUtf8(xml.getCharacterEncodingScheme());
      while (xml.hasNext()) {
        event(xml.next(), xml);
        characters.token();
      }
    } catch (XMLStreamException e) {
      throw Xml.refused(e, "The body");
    }
  }

  private static void requireUtf8(@Nullable String declared) throws BadRecordException {
    if (declared != null
        && !StandardCharsets.UTF_8.name().equalsIgnoreCase(declared)
        && !StandardCharsets.US_ASCII.name().equalsIgnoreCase(declared)) {
      throw new BadRecordException(Reason.MALFORMED, "The body is not in UTF-8");
    }
  }

  private void event(int event, XMLStreamReader2 xml)
      throws XMLStreamException, BadRecordException {
    switch (event) {
      case XMLStreamConstants.DTD ->
          throw new BadRecordException(
              Reason.MALFORMED, "The body has a document type declaration, which is not allowed");
      case XMLStreamConstants.START_ELEMENT -> start(xml);
      case XMLStreamConstants.END_ELEMENT -> end(xml);
      default -> letGo(xml);
    }
  }

  private void start(XMLStreamReader2 xml) throws XMLStreamException, BadRecordException {
    boolean onPath = matched == depth && depth < path.size() && matches(xml.getLocalName());
    if (depth == 0 && !onPath) {
      throw new BadRecordException(
          Reason.MALFORMED,
          "The body's root is not the one of \"/" + String.join("/", path) + "\"");
    }
    depth++;
    matched += onPath ? 1 : 0;
    if (onPath && depth == path.size()) {
      characters.dropBefore(xml.getLocationInfo().getStartingCharOffset());
      recordDepth = depth;
      recordOffset = characters.byteOffset();
      beginning = NOTHING;
    }
    letGo(xml);
  }

  private boolean matches(String name) {
    String step = path.get(depth);
    return step.equals(EVERY) || step.equals(name);
  }

  private void end(XMLStreamReader2 xml) throws XMLStreamException {
    letGo(xml);
    if (depth == recordDepth) {
      int held = characters.bytesBefore(xml.getLocationInfo().getEndingCharOffset());
      long length = characters.byteOffset() + held - recordOffset;
      byte[] bytes = beginning.length > 0 ? beginning : characters.first(held);
      records.accept(new Slice(bytes, recordOffset, length));
      recordDepth = NOT_IN_RECORD;
    }
    matched -= matched == depth ? 1 : 0;
    depth--;
  }

  /** Holds no bytes outside of records, nor those of a record that is too long. */
  private void letGo(XMLStreamReader2 xml) throws XMLStreamException {
    long end = xml.getLocationInfo().getEndingCharOffset();
    if (recordDepth == NOT_IN_RECORD || beginning.length > 0) {
      characters.dropBefore(end);
    } else if (characters.bytesBefore(end) > Slice.MAX_BYTES) {
      beginning = characters.first(Slice.KEPT_OF_TOO_LONG);
      characters.dropBefore(end);
    }
  }
}
