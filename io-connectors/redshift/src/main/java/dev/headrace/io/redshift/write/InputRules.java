package dev.headrace.io.redshift.write;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.SchemaRules;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Refuses input that cannot be loaded as the settings ask. */
final class InputRules {
  private final WriteSettings<?> write;

  InputRules(WriteSettings<?> write) {
    this.write = write;
  }

  /**
   * Looks at whether the input is bounded and at its windows.
   *
   * @throws IllegalArgumentException naming the setting or the windows
   */
  void check(PCollection<?> input) {
    requireOneLoadToReplaceBy(input);
    requireAFrequencyForAStream(input);
    requireWindowsThatStay(input.getWindowingStrategy());
    requireASchemaThatFits(input);
  }

  /** Of elements that become rows by a function the schema is known with the first row only. */
  private void requireASchemaThatFits(PCollection<?> input) {
    RedshiftTable table = write.stagedTable();
    if (table != null && write.takesRows() && input.hasSchema()) {
      SchemaRules.require(
          input.getSchema(), TableWriter.columns(table, write.stagingFormat()), write.rowPolicy());
    }
  }

  private void requireOneLoadToReplaceBy(PCollection<?> input) {
    Disposition disposition = write.options().disposition();
    checkArgument(
        disposition == Disposition.APPEND || isOneLoad(input),
        "The disposition %s of withOptions(options) needs bounded input in the global window,"
            + " without withTriggeringFrequency(frequency): any other window or pane is a load of"
            + " its own, which would not spare the rows of those before it; only APPEND takes all"
            + " input",
        disposition);
  }

  private boolean isOneLoad(PCollection<?> input) {
    return WriteGraph.isBounded(input)
        && write.triggeringFrequency() == null
        && input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
  }

  private void requireAFrequencyForAStream(PCollection<?> input) {
    checkArgument(
        WriteGraph.isBounded(input) || write.triggeringFrequency() != null,
        "withTriggeringFrequency(frequency) is required for unbounded input");
  }

  /** A load is known by its window, which must not be another for another part of the rows. */
  private static void requireWindowsThatStay(WindowingStrategy<?, ?> windows) {
    checkArgument(
        !windows.needsMerge(),
        "A load is known by its window, so that windows must not merge, as those of %s do; window"
            + " the rows anew, or group them by their keys before",
        windows.getWindowFn());
  }
}
