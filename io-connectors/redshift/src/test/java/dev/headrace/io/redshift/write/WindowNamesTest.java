package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class WindowNamesTest {
  private static final WindowNames INTERVALS =
      WindowNames.of(FixedWindows.of(Duration.standardHours(1)));
  private static final WindowNames ROOMS = WindowNames.of(new Rooms());

  private static IntervalWindow interval(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }

  @Test
  void windowsThatOnlyEndTogetherHaveTwoNames() {
    assertThat(INTERVALS.name(interval(0, 18)), is("0|18"));
    assertThat(INTERVALS.name(interval(8, 18)), is("8|18"));
  }

  @Test
  void theGlobalWindowsNameIsItsEnd() {
    assertThat(
        WindowNames.of(new GlobalWindows()).name(GlobalWindow.INSTANCE), is("9223371950454775"));
  }

  @Test
  void aWindowOfAnotherKindIsNamedByAllThatItIs() {
    assertThat(ROOMS.name(new Room(1)), is(ROOMS.name(new Room(1))));
    assertThat(ROOMS.name(new Room(1)), is(not(ROOMS.name(new Room(2)))));
  }

  @Test
  void noNameIsLongerThanALoadIdHasRoomFor() {
    long longest = Long.MIN_VALUE / 1_000;

    assertThat(INTERVALS.name(interval(longest, longest + 1)).length(), is(lessThanOrEqualTo(36)));
    assertThat(ROOMS.name(new Room(1)).length(), is(lessThanOrEqualTo(36)));
  }

  @Test
  void theNamesTravel() {
    SerializableUtils.ensureSerializable(INTERVALS);
    SerializableUtils.ensureSerializable(ROOMS);
  }

  /** A window that has more to it than its end. */
  private static final class Room extends BoundedWindow {
    private final int number;

    Room(int number) {
      this.number = number;
    }

    @Override
    public Instant maxTimestamp() {
      return Instant.EPOCH;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Room room && room.number == number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(number);
    }
  }

  private static final class RoomCoder extends AtomicCoder<Room> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Room room, OutputStream out) throws IOException {
      VarIntCoder.of().encode(room.number, out);
    }

    @Override
    public Room decode(InputStream in) throws IOException {
      return new Room(VarIntCoder.of().decode(in));
    }
  }

  private static final class Rooms extends NonMergingWindowFn<Object, Room> {
    private static final long serialVersionUID = 1L;

    @Override
    public Collection<Room> assignWindows(AssignContext context) {
      return List.of(new Room(1));
    }

    @Override
    public Coder<Room> windowCoder() {
      return new RoomCoder();
    }

    @Override
    @SuppressWarnings("deprecation") // Beam still asks for it
    public boolean isCompatible(WindowFn<?, ?> other) {
      return other instanceof Rooms;
    }

    @Override
    public WindowMappingFn<Room> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException();
    }
  }
}
