package dev.headrace.io.lake.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Throwables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoresTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket, s3://bucket",
    "s3://bucket/, s3://bucket",
    "s3://my.bucket-1/a/b//, s3://my.bucket-1/a/b",
    "file:///a, file:///a",
    "file:///a/b=c/, file:///a/b=c",
  })
  void aRootLosesItsLastSlash(String location, String root) {
    assertThat(ObjectStores.requireRoot("raw", location), is(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HUSH",
        "",
        "/HUSH",
        "s3:",
        "s3://",
        "s3:///HUSH",
        "s3:HUSH",
        "s3a://HUSH/a",
        "s3://HUSH@bucket/a",
        "s3://id:HUSH@bucket/a",
        "s3://bucket:123/HUSH",
        "s3://bucket/a?X-Amz-Signature=HUSH",
        "s3://bucket/a b HUSH",
        "s3://bucket/%HUSH",
        "https://HUSH/bucket",
        "file:HUSH",
        "file:/HUSH",
        "file://HUSH/a",
        "file:///",
        "file:////",
      })
  void whatIsNoRootIsRefusedAndNotTold(String location) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ObjectStores.requireRoot("dead-letter", location));

    assertThat(e.getMessage(), startsWith("dead-letter must be a location such as s3://"));
    assertThat(Throwables.getStackTraceAsString(e), not(containsString("HUSH")));
  }
}
