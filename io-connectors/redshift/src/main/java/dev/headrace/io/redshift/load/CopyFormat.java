package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.session.AwsRegion;
import dev.headrace.io.redshift.types.StagingFormat;
import java.io.Serializable;
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

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CopyFormat {
    if (region != null) {
      AwsRegion.require("The staging region", region);
    }
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
