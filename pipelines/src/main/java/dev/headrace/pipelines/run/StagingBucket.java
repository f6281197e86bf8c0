package dev.headrace.pipelines.run;

import dev.headrace.transforms.store.NoSuchBucketException;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;

/** The bucket that the load, which comes last, would find missing. */
final class StagingBucket {
  private static final String NO_OBJECT = "/_no_object";

  private StagingBucket() {}

  /**
   * Asks for an object that nobody has written. Who may not list a bucket is refused instead of
   * told that it is missing, so that only a bucket that is not there is one.
   *
   * @throws IllegalArgumentException if the bucket is not there
   */
  static void require(ObjectStore store, String staging) {
    try {
      store.open(staging + NO_OBJECT).close();
    } catch (NoSuchBucketException e) {
      throw new IllegalArgumentException(
          "The staging location must be in a bucket that exists, but is \"%s\"".formatted(staging),
          e);
    } catch (IOException e) {
      // Whether it can be written to is told by the load.
    }
  }
}
