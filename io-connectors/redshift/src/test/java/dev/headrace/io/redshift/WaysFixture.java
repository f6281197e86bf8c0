package dev.headrace.io.redshift;

import dev.headrace.io.redshift.dataapi.RedshiftDataApi;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.write.RowsFixture;
import dev.headrace.testdata.redshift.DataApi;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One warehouse, reached in all ways: by drivers that are real, and by the AWS SDK's client. */
abstract class WaysFixture extends RowsFixture {
  static final String ACCESS_KEY_ID = "AKIDOFTHEWAYS";
  static final String SECRET_ACCESS_KEY = "ways/Secret+access=key";
  private static final Map<String, String> KEYS =
      Map.of("aws.accessKeyId", ACCESS_KEY_ID, "aws.secretAccessKey", SECRET_ACCESS_KEY);
  private static RedshiftEndpoint endpoint;
  private static DataApi api;
  private static Path password;

  enum Way {
    LOCAL_DRIVER,
    AMAZON_DRIVER,
    DATA_API
  }

  @BeforeAll
  static void openWays() throws IOException {
    endpoint = redshift().listen(KeptSecret.PASSWORD);
    api = DataApi.start(redshift());
    password = Files.writeString(directory.resolve("password"), KeptSecret.PASSWORD);
    KEYS.forEach(System::setProperty);
  }

  @AfterAll
  static void closeWays() {
    KEYS.keySet().forEach(System::clearProperty);
    api.close();
    endpoint.close();
  }

  static RedshiftSessions by(Way way) {
    return switch (way) {
      case LOCAL_DRIVER -> warehouse();
      case AMAZON_DRIVER -> amazon("").withPassword("file:" + password);
      case DATA_API -> dataApi();
    };
  }

  /** By Amazon's driver, without a password. */
  static RedshiftConnection amazon(String settings) {
    return RedshiftConnection.of(endpoint.jdbcUrl() + settings, redshift().user());
  }

  private static RedshiftDataApi dataApi() {
    return RedshiftDataApi.workgroup("local", "dev")
        .withRegion("eu-west-1")
        .withEndpoint(api.endpoint())
        .withFirstPoll(Duration.ofMillis(1));
  }
}
