package dev.headrace.transforms.records;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;

/** Readers of XML from strangers: no document type, no entities but XML's own, bounded tokens. */
final class Xml {
  private static final WstxInputFactory READERS = readers();

  private Xml() {}

  private static WstxInputFactory readers() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // A record is read by itself, without the namespaces that stand around it.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 1_000);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 512 << 10);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 1_000);
    return factory;
  }

  static XMLStreamReader2 reader(Reader characters) throws XMLStreamException {
    return (XMLStreamReader2) READERS.createXMLStreamReader(characters);
  }

  /**
   * What an exception of a reader says of the document.
   *
   * @throws IOException if it says nothing, since the document could not be read
   */
  static BadRecordException refused(XMLStreamException e, String what) throws IOException {
    Throwable cause = e.getNestedException() == null ? e.getCause() : e.getNestedException();
    if (cause instanceof TokenTooLargeException) {
      return new BadRecordException(
          Reason.TOO_LARGE, what + " has a tag or comment of more than 1 MiB");
    }
    if (cause instanceof IOException failure && !(cause instanceof CharacterCodingException)) {
      throw failure;
    }
    return new BadRecordException(
        Reason.MALFORMED,
        what + " is not XML, or not in UTF-8: it breaks at or before line " + line(e));
  }

  private static int line(XMLStreamException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
  }

  /** A tag, comment or processing instruction is too large. */
  static final class TokenTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
