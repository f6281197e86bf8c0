package dev.headrace.io.redshift.load;

import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Results without what differs by attempt, to compare with those that are expected. */
public final class Results {
  private Results() {}

  public static LoadResult brief(LoadResult result) {
    return LoadResult.of(result.loadId(), result.destination(), result.status(), result.rows());
  }

  public static PCollection<LoadResult> brief(PCollection<LoadResult> results) {
    return results
        .apply(
            "Brief",
            MapElements.into(TypeDescriptor.of(LoadResult.class))
                .via((LoadResult result) -> brief(result)))
        .setCoder(LoadResult.CODER);
  }
}
