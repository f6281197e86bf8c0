package dev.headrace.io.redshift.write;

import dev.headrace.transforms.run.Sha256;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.CoderUtils;

/** Names windows by all that they are, so that those that only end together have two names. */
final class WindowNames implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As much of a sum as a load id has room for. */
  private static final int DIGITS = 32;

  private final Coder<BoundedWindow> coder;

  private WindowNames(Coder<BoundedWindow> coder) {
    this.coder = coder;
  }

  @SuppressWarnings("unchecked") // a function's coder takes the windows that the function makes
  static WindowNames of(WindowFn<?, ?> windows) {
    return new WindowNames((Coder<BoundedWindow>) windows.windowCoder());
  }

  String name(BoundedWindow window) {
    if (window instanceof GlobalWindow) {
      return String.valueOf(window.maxTimestamp().getMillis());
    }
    if (window.getClass() == IntervalWindow.class) {
      IntervalWindow interval = (IntervalWindow) window;
      return interval.start().getMillis() + "|" + interval.end().getMillis();
    }
    return Sha256.of(encoded(window)).substring(0, DIGITS);
  }

  /** The id for a window and a pane; of the global window the first pane has the id alone. */
  String id(String id, BoundedWindow window, PaneInfo pane) {
    return window instanceof GlobalWindow && pane.getIndex() == 0
        ? id
        : "%s|%s|%d".formatted(id, name(window), pane.getIndex());
  }

  private byte[] encoded(BoundedWindow window) {
    try {
      return CoderUtils.encodeToByteArray(coder, window);
    } catch (CoderException e) {
      throw new IllegalArgumentException("Cannot encode the window " + window, e);
    }
  }
}
