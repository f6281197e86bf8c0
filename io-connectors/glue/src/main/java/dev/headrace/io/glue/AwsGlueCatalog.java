package dev.headrace.io.glue;

import com.google.common.collect.Iterables;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.OperationTimeoutException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.paginators.GetPartitionsIterable;

/**
 * The AWS Glue Data Catalog of the account. Region and credentials are those of Beam's own {@code
 * --awsRegion} and {@code --awsCredentialsProvider}, which without them are found as the AWS SDK
 * does. An endpoint of one's own is the SDK's ({@code AWS_ENDPOINT_URL_GLUE}, {@code
 * aws.endpointUrlGlue}): Beam's {@code --endpoint} is that of S3. The SDK retries what passes:
 * throttling, timeouts, errors of the service and of the connection, up to five attempts of 30
 * seconds each and two minutes together.
 */
public final class AwsGlueCatalog implements GlueCatalog {

  /** Opens the catalog of the pipeline's region. */
  public static final GlueCatalog.Factory FACTORY =
      options -> {
        AwsOptions aws = options.as(AwsOptions.class);
        return open(aws, Optional.ofNullable(aws.getAwsRegion()));
      };

  // https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
  private static final int MAX_RESULTS = 1000;

  private static final int MAX_ATTEMPTS = 5;
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final GlueClient client;

  /** Closes the client with itself. */
  AwsGlueCatalog(GlueClient client) {
    this.client = client;
  }

  /** Opens the catalog of a region, such as {@code eu-west-1}. */
  public static GlueCatalog.Factory inRegion(String region) {
    return options -> open(options.as(AwsOptions.class), Optional.of(Region.of(region)));
  }

  private static GlueCatalog open(AwsOptions options, Optional<Region> region) {
    GlueClientBuilder builder =
        GlueClient.builder().credentialsProvider(options.getAwsCredentialsProvider());
    region.ifPresent(builder::region);
    return new AwsGlueCatalog(client(builder));
  }

  private static GlueClient client(GlueClientBuilder builder) {
    return builder
        .overrideConfiguration(
            configuration ->
                configuration
                    .retryStrategy(retries().build())
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .apiCallTimeout(TIMEOUT))
        .build();
  }

  /** The SDK's own, which does not know Glue's timeouts. */
  static StandardRetryStrategy.Builder retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .retryOnException(OperationTimeoutException.class);
  }

  @Override
  public Optional<Table> findTable(TableId table) {
    try {
      return Optional.of(
          client.getTable(r -> r.databaseName(table.database()).name(table.name())).table());
    } catch (EntityNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public void createTable(TableId table, TableInput definition) {
    client.createTable(r -> r.databaseName(table.database()).tableInput(definition));
  }

  @Override
  public void updateTable(TableId table, TableInput definition, String expectedVersion) {
    client.updateTable(
        r -> r.databaseName(table.database()).tableInput(definition).versionId(expectedVersion));
  }

  @Override
  public Iterable<Partition> listPartitions(TableId table) {
    GetPartitionsIterable pages =
        client.getPartitionsPaginator(
            r -> r.databaseName(table.database()).tableName(table.name()).maxResults(MAX_RESULTS));
    return Iterables.concat(Iterables.transform(pages, GetPartitionsResponse::partitions));
  }

  @Override
  public List<Partition> getPartitions(TableId table, Collection<String> values) {
    return new PartitionBatches(client, table).get(values);
  }

  @Override
  public void createPartitions(TableId table, Collection<PartitionInput> partitions) {
    new PartitionBatches(client, table).create(partitions);
  }

  @Override
  public void updatePartitions(TableId table, Collection<PartitionInput> partitions) {
    new PartitionBatches(client, table).update(partitions);
  }

  @Override
  public void close() {
    client.close();
  }
}
