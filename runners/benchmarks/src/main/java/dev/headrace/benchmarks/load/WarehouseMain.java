package dev.headrace.benchmarks.load;

import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A warehouse in a JVM of its own: PostgreSQL, what makes a Redshift of it, and an S3 on the disk.
 * Prints where they are reached, a line for each, and ends with its input.
 */
final class WarehouseMain {
  private WarehouseMain() {}

  /** Takes the folder for the objects and the file with the password. */
  public static void main(String[] args) throws IOException {
    String password = Files.readString(Path.of(args[1]));
    try (LocalS3 s3 = LocalS3.at(Path.of(args[0])).withBucket(Warehouse.BUCKET);
        LocalRedshift redshift = LocalRedshift.start(s3);
        RedshiftEndpoint endpoint = redshift.listen(password)) {
      System.out.println(endpoint.jdbcUrl());
      System.out.println(redshift.postgresUrl());
      System.out.println(s3.endpoint());
      try (InputStream in = System.in) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
