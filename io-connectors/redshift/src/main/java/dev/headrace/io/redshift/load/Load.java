package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of one load.
 *
 * @param loadId the load, the same for all its attempts
 * @param destination the table
 * @param files sorted by URI, each once: COPY loads a file twice that is listed twice
 * @param dataFingerprint differs if the rows do; null if the files' own sums tell
 * @param jobName of the pipeline that loads, for the ledger
 */
public record Load(
    String loadId,
    String destination,
    List<StoredObject> files,
    @Nullable String dataFingerprint,
    @Nullable String jobName) {

  /** Leaves out files without rows, and names each once. */
  public Load {
    files =
        files.stream()
            .distinct()
            .filter(file -> file.records() > 0)
            .sorted(Comparator.comparing(StoredObject::uri))
            .toList();
    requireEachUriOnce(files);
  }

  /** Of no job that has a name. */
  public Load(
      String loadId,
      String destination,
      List<StoredObject> files,
      @Nullable String dataFingerprint) {
    this(loadId, destination, files, dataFingerprint, null);
  }

  /** Files whose rows are the same only if their bytes are. */
  public Load(String loadId, String destination, List<StoredObject> files) {
    this(loadId, destination, files, null);
  }

  /** The same load, by the job of that name. */
  public Load by(String jobName) {
    return new Load(loadId, destination, files, dataFingerprint, jobName);
  }

  private static void requireEachUriOnce(List<StoredObject> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      String uri = sorted.get(i).uri();
      checkArgument(
          !uri.equals(sorted.get(i - 1).uri()), "%s is listed with two different contents", uri);
    }
  }

  /** What the ledger knows the load by. */
  String key() {
    return key(loadId, destination);
  }

  static String key(String loadId, String destination) {
    return Sha256.of(loadId + "\n" + destination);
  }

  /** Differs if the load's data do. */
  String fingerprint() {
    if (dataFingerprint != null) {
      return dataFingerprint;
    }
    return Sha256.of(
        files.stream()
            .map(file -> file.sha256() + " " + file.records())
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  long rows() {
    return files.stream().mapToLong(StoredObject::records).sum();
  }

  long bytes() {
    return files.stream().mapToLong(StoredObject::bytes).sum();
  }
}
