package dev.headrace.transforms.records;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RecordOutcomeCoderTest {
  @Test
  void aDocumentIsReadBackHoweverDeepItIs() throws Exception {
    int depth = 600;
    String xml = "<a>".repeat(depth) + "</a><a/>".repeat(depth - 1) + "</a>";
    SourceRecord record = Selected.of(RecordFormat.xml("/a"), xml).records().get(0);

    assertThat(CoderUtils.clone(RecordOutcomeCoder.raw(), record), is(record));
  }
}
