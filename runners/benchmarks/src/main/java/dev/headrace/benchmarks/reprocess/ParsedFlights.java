package dev.headrace.benchmarks.reprocess;

import com.google.common.collect.AbstractIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The flights of some lines with their buckets; the other lines are written as it goes. */
final class ParsedFlights extends AbstractIterator<Tuple2<Integer, Flight>> {
  private final Iterator<Text> lines;
  private final DeadLetterWriter deadLetters;

  ParsedFlights(Iterator<Text> lines, DeadLetterWriter deadLetters) {
    this.lines = lines;
    this.deadLetters = deadLetters;
  }

  @Override
  protected @Nullable Tuple2<Integer, Flight> computeNext() {
    while (lines.hasNext()) {
      Text line = lines.next();
      try {
        Flight flight = FlightParser.parse(line.getBytes(), line.getLength());
        return new Tuple2<>(flight.bucket(Task.BUCKETS), flight);
      } catch (InvalidLineException e) {
        write(line.toString(), e.reason());
      }
    }
    return endOfData();
  }

  private void write(String line, String reason) {
    try {
      deadLetters.write(line, reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
