package dev.headrace.transforms.records;

/**
 * What stands for a record on its way from the raw bucket to the lake: the {@link SourceRecord}
 * itself, the {@link Rejection} it has become, or a {@link Tally} that travels beside them.
 *
 * <p>One type for all of them keeps every step a step with one output. Rejections and tallies pass
 * through the steps that follow untouched, and none is lost on the way.
 */
public sealed interface RecordOutcome permits SourceRecord, Rejection, Tally {}
