package dev.headrace.io.glue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Some partitions of a request were not done; all others were. */
public final class PartitionBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stands for a partition that the catalog did not get to. */
  static final String UNPROCESSED = "Unprocessed";

  // https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-exceptions.html; the first three are
  // the traces of others, and pass when the catalog is read again.
  private static final ImmutableSet<String> PASSING =
      ImmutableSet.of(
          "AlreadyExistsException",
          "EntityNotFoundException",
          "ConcurrentModificationException",
          "InternalServiceException",
          "OperationTimeoutException",
          "ThrottlingException",
          UNPROCESSED);
  private static final int MAX_TOLD = 10;

  private final ImmutableMap<String, String> codes;

  /**
   * Tells what was not done.
   *
   * @param operation that was asked for, such as {@code BatchCreatePartition}
   * @param codes the catalog's error codes by the partitions' values
   */
  public PartitionBatchException(String operation, TableId table, Map<String, String> codes) {
    super(
        "%s did not do %d partitions of %s: %s%s"
            .formatted(
                operation,
                codes.size(),
                table,
                codes.entrySet().stream()
                    .limit(MAX_TOLD)
                    .map(failed -> failed.getKey() + " (" + failed.getValue() + ")")
                    .collect(Collectors.joining(", ")),
                codes.size() > MAX_TOLD ? ", and more" : ""));
    this.codes = ImmutableMap.copyOf(codes);
  }

  /** The values of the partitions that were not done. */
  public Set<String> partitions() {
    return codes.keySet();
  }

  /** Whether it may go well once the catalog has been read again. */
  public boolean mayPass() {
    return PASSING.containsAll(codes.values());
  }
}
