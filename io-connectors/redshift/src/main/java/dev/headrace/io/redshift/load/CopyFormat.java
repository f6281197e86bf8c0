package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.types.StagingFormat;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a load are, and where COPY reads them.
 *
 * @param format of all files
 * @param region of their bucket; null for the cluster's own
 * @param neverNull whether those who wrote them made sure that required columns are never NULL, so
 *     that nobody has to look for it in the warehouse
 */
public record CopyFormat(StagingFormat format, @Nullable String region, boolean neverNull)
    implements Serializable {
  /** Parquet, in the cluster's own region. */
  public static final CopyFormat PARQUET = new CopyFormat(StagingFormat.PARQUET, null, false);

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CopyFormat {
    checkArgument(
        region == null || REGION.matcher(region).matches(),
        "The staging region must be such as eu-west-1, but is \"%s\"",
        region);
    checkArgument(
        region == null || format == StagingFormat.JSON,
        "COPY reads Parquet from the cluster's own region alone"
            + " (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html),"
            + " so withStagingRegion(\"%s\") needs withStagingFormat(JSON)",
        region);
  }

  boolean isJson() {
    return format == StagingFormat.JSON;
  }
}
