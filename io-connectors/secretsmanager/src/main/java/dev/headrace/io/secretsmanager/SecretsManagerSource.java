package dev.headrace.io.secretsmanager;

import com.google.common.base.Throwables;
import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.headrace.transforms.secrets.SecretSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads secrets of AWS Secrets Manager by their ARN, the current version of each. It is not called
 * by name: with this module on the class path, {@link dev.headrace.transforms.secrets.Secrets}
 * finds it.
 *
 * <p>The region is the ARN's; credentials, retries and an endpoint of one's own ({@code
 * AWS_ENDPOINT_URL_SECRETS_MANAGER}, {@code aws.endpointUrlSecretsManager}) are those of the AWS
 * SDK. A value is kept for five minutes, the last {@value #MAX_KEPT} of them, so that a rotated
 * secret is noticed and a fleet of workers does not wear out the quota of {@code GetSecretValue}.
 */
public final class SecretsManagerSource implements SecretSource {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int MAX_KEPT = 100;
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, SecretsManagerClient> clients = new ConcurrentHashMap<>();
  private final Cache<SecretArn, String> values;

  /** For {@link java.util.ServiceLoader}. */
  public SecretsManagerSource() {
    this(Ticker.systemTicker());
  }

  SecretsManagerSource(Ticker ticker) {
    this.values =
        CacheBuilder.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MAX_KEPT)
            .ticker(ticker)
            .build();
  }

  @Override
  public boolean knows(String reference) {
    return SecretArn.isOne(reference);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also if the secret is not there, is marked for deletion, is binary, is not
   *     to be read or decrypted by this worker's role, or has not the field
   */
  @Override
  public String read(String reference) throws IOException {
    SecretArn arn = SecretArn.parse(reference);
    String field = SecretArn.fieldOf(reference);
    String value = value(arn);
    return field == null ? value : JsonField.of(value, field, reference);
  }

  /** Callers that ask for the same secret at the same time wait for one answer. */
  private String value(SecretArn arn) throws IOException {
    try {
      return values.get(arn, () -> SecretValue.get(client(arn.region()), arn));
    } catch (ExecutionException e) {
      Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lives as long as the JVM, as the source does. */
  private SecretsManagerClient client(String region) {
    return clients.computeIfAbsent(
        region,
        name ->
            SecretsManagerClient.builder()
                .region(Region.of(name))
                .overrideConfiguration(
                    configuration ->
                        configuration
                            .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                            .apiCallTimeout(TIMEOUT))
                .build());
  }
}
