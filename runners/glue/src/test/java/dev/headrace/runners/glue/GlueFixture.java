package dev.headrace.runners.glue;

import dev.headrace.testdata.s3.LocalS3;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An account of its own for every test, with the bucket {@code jobs}. */
abstract class GlueFixture {
  private static LocalS3 s3;

  @TempDir Path folder;
  GlueAccount account;

  @BeforeAll
  static void openS3() {
    s3 = LocalS3.inMemory().withBucket("jobs");
  }

  @AfterAll
  static void closeS3() {
    s3.close();
  }

  @BeforeEach
  void open() throws Exception {
    account = GlueAccount.open(folder, s3);
  }

  @AfterEach
  void close() {
    account.close();
  }
}
