package dev.headrace.testdata.process;

import dev.headrace.testdata.s3.LocalS3;
import java.nio.file.Path;

/**
 * A {@link LocalS3} as a process. Its arguments are a folder and the names of buckets; the only
 * line that it prints is its address. It ends with its standard input.
 */
public final class S3Main {

  private S3Main() {}

  /** Serves until the standard input ends. */
  public static void main(String[] args) {
    try (LocalS3 s3 = LocalS3.at(Path.of(args[0]))) {
      for (int i = 1; i < args.length; i++) {
        s3.withBucket(args[i]);
      }
      Parent.tell(s3.endpoint().toString());
      Parent.awaitEnd();
    }
  }
}
