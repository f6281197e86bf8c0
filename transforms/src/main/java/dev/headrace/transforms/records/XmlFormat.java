package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** An XML document with elements that are records. */
record XmlFormat(String path) implements RecordFormat {
  private static final Pattern PATH = Pattern.compile("(/[^/\\s<>&@\"']+)+");

  static XmlFormat at(String path) {
    checkArgument(
        PATH.matcher(path).matches(),
        "path must be names of elements such as /feed/entry, but was \"%s\"",
        path);
    return new XmlFormat(path);
  }

  @Override
  public void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException {
    List<String> names = List.of(path.substring(1).split("/", -1));
    RecordCutter cutter = (document, records) -> new XmlRecords(document, names, records).cut();
    cutter.select(
        body,
        origin,
        (element, place) -> SourceRecord.of(element, place, XmlDocument.of(element)),
        out);
  }
}
