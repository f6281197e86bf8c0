package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.OperationTimeoutException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The clients of AWS, with the region and the credentials of Beam's own {@code --awsRegion} and
 * {@code --awsCredentialsProvider}, which without them are found as the AWS SDK does, and by the
 * proxy of its {@code --proxyConfiguration}. Beam's {@code --endpoint} is that of S3; Glue's own is
 * the SDK's ({@code AWS_ENDPOINT_URL_GLUE}). The SDK alone tries again what passes, up to eight
 * times.
 */
final class GlueClients implements AutoCloseable {
  private static final int ATTEMPTS = 8;
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);

  private final Region region;
  private final S3Client s3;
  private final GlueClient glue;
  private final GlueClient starting;

  private GlueClients(Region region, S3Client s3, GlueClient glue, GlueClient starting) {
    this.region = region;
    this.s3 = s3;
    this.glue = glue;
    this.starting = starting;
  }

  /**
   * Opens them; nothing is asked yet.
   *
   * @throws IllegalArgumentException if there is no region
   */
  static GlueClients open(AwsOptions options) {
    Region region = options.getAwsRegion();
    checkArgument(
        region != null,
        "The AWS region is not set: give AWS_REGION or -- --awsRegion=eu-west-1 after the pipeline");
    S3ClientBuilder s3 = S3Client.builder();
    if (options.getEndpoint() != null) {
      // Stand-ins for S3 are found by an address, below which buckets are paths and not hosts.
      s3.forcePathStyle(true);
    }
    return new GlueClients(
        region,
        ClientBuilderFactory.getFactory(options).create(s3, options).build(),
        glue(withoutEndpoint(options), retries()),
        glue(withoutEndpoint(options), retriesOfStarts()));
  }

  private static AwsOptions withoutEndpoint(AwsOptions options) {
    AwsOptions others = PipelineOptionsFactory.create().as(AwsOptions.class);
    others.setAwsRegion(options.getAwsRegion());
    others.setAwsCredentialsProvider(options.getAwsCredentialsProvider());
    others.setProxyConfiguration(options.getProxyConfiguration());
    others.setHttpClientConfiguration(options.getHttpClientConfiguration());
    others.setClientBuilderFactory(options.getClientBuilderFactory());
    return others;
  }

  private static GlueClient glue(AwsOptions options, RetryStrategy retries) {
    return ClientBuilderFactory.getFactory(options)
        .create(GlueClient.builder(), options)
        .overrideConfiguration(
            configuration ->
                configuration.retryStrategy(retries).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }

  /** The SDK's own, which does not know Glue's timeouts. */
  private static RetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .retryOnException(OperationTimeoutException.class)
        .build();
  }

  /** A start has no token that would make two of it one, so that only a refused one is repeated. */
  private static RetryStrategy retriesOfStarts() {
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .retryOnException(GlueClients::isThrottled)
        .treatAsThrottling(GlueClients::isThrottled)
        .build();
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof SdkException sdk && RetryUtils.isThrottlingException(sdk);
  }

  Region region() {
    return region;
  }

  S3Client s3() {
    return s3;
  }

  /** For all but the start of a run. */
  GlueClient glue() {
    return glue;
  }

  /** For the start of a run, which is not sent again where it is in doubt. */
  GlueClient starting() {
    return starting;
  }

  @Override
  public void close() {
    s3.close();
    glue.close();
    starting.close();
  }
}
