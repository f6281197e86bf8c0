package dev.headrace.runners.direct;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** An API, an S3 and a Redshift on this machine, over one folder that one process has at a time. */
final class StandIns implements AutoCloseable {
  private final FileChannel lock;
  private final LocalS3 s3;
  private final LocalRedshift redshift;
  private final EarthquakeApi api;

  private StandIns(FileChannel lock, LocalS3 s3, LocalRedshift redshift, EarthquakeApi api) {
    this.lock = lock;
    this.s3 = s3;
    this.redshift = redshift;
    this.api = api;
  }

  /**
   * Starts all three.
   *
   * @throws IllegalArgumentException if another process has the folder, or it cannot be written to
   */
  static StandIns start(Path folder, Script script) throws IOException {
    FileChannel lock = lock(folder);
    LocalS3 s3 = null;
    LocalRedshift redshift = null;
    try {
      s3 = LocalS3.at(folder.resolve("s3"));
      for (String bucket : new String[] {"raw", "transformed", "dead-letter", "staging"}) {
        s3.withBucket(bucket);
      }
      redshift = LocalRedshift.at(folder.resolve("warehouse"), s3);
      return new StandIns(lock, s3, redshift, EarthquakeApi.start(script));
    } catch (RuntimeException e) {
      close(redshift, s3, lock);
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel = lockFile(folder);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Taken by this very process: the same as by another.
    }
    channel.close();
    throw new IllegalArgumentException(
        "--data-dir " + folder + " is in use by another run; wait for it or name another folder");
  }

  private static FileChannel lockFile(Path folder) {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--data-dir must be a folder that can be written to, but is \"%s\": %s"
              .formatted(folder, reason(e)),
          e);
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : failure.getClass().getSimpleName();
  }

  EarthquakeApi api() {
    return api;
  }

  LocalRedshift redshift() {
    return redshift;
  }

  LocalS3 s3() {
    return s3;
  }

  /** Lets a pipeline find the S3. */
  void applyTo(PipelineOptions options) {
    AwsOptions aws = options.as(AwsOptions.class);
    aws.setAwsRegion(Region.of(s3.region()));
    aws.setEndpoint(s3.endpoint());
    aws.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(s3.accessKeyId(), s3.secretAccessKey())));
  }

  @Override
  public void close() throws IOException {
    api.close();
    close(redshift, s3, lock);
  }

  private static void close(
      @Nullable LocalRedshift redshift, @Nullable LocalS3 s3, FileChannel lock) throws IOException {
    try (lock) {
      if (redshift != null) {
        redshift.close();
      }
      if (s3 != null) {
        s3.close();
      }
    }
  }
}
