package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import com.google.common.io.Resources;
import dev.headrace.pipelines.cli.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the job's code, and where on S3 it is put. */
final class CodeOptions {
  private static final String SCRIPT = "headrace-glue.scala";

  @Option(
      names = "--bucket",
      paramLabel = "LOCATION",
      required = true,
      description = "Where on S3 the job's files are put: s3://bucket or s3://bucket/prefix.")
  private String bucket = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description =
          "The job jar, a file or an s3:// location. Default: the one that was built in this"
              + " checkout.")
  private @Nullable String jar;

  @Option(
      names = "--extra-jars",
      paramLabel = "FILE",
      split = ",",
      description =
          "Jars with pipelines of your own, files or s3:// locations; to be on this command's class"
              + " path too (HEADRACE_CLASSPATH).")
  private List<String> extraJars = new ArrayList<>();

  /** Refuses what is not there, before anything is uploaded. */
  void require() throws IOException {
    S3Folder unused = S3Folder.of(bucket);
    requireJar("jar", jobJar());
    extraJars.forEach(extra -> requireJar("extraJars", extra));
  }

  private static void requireJar(String name, String file) {
    checkArgument(
        file.matches("[^,\\p{Cntrl}]+\\.jar"), "%s must be a .jar, but was %s", name, file);
    checkArgument(
        isOnS3(file) || Files.isRegularFile(Path.of(file)),
        "%s must be a file that is there, but was %s",
        name,
        file);
  }

  private String jobJar() throws IOException {
    return jar == null ? JobJar.built().toString() : jar;
  }

  S3Folder folder() {
    return S3Folder.of(bucket);
  }

  /** Uploads the script; its location. */
  static String script(ArtifactStore store) throws IOException {
    return store.put(SCRIPT, script());
  }

  /** The entry script as it is. */
  static ByteSource script() {
    return Resources.asByteSource(Resources.getResource(CodeOptions.class, SCRIPT));
  }

  /** Uploads the jars that are not there; their locations, the job jar's first. */
  ImmutableList<String> jars(ArtifactStore store) throws IOException {
    ImmutableList.Builder<String> uris = ImmutableList.builder();
    uris.add(jar(store, jobJar()));
    for (String extra : extraJars) {
      uris.add(jar(store, extra));
    }
    return uris.build();
  }

  private static String jar(ArtifactStore store, String jar) throws IOException {
    return isOnS3(jar) ? jar : file(store, Path.of(jar));
  }

  /** Uploads a file; its location. */
  static String file(ArtifactStore store, Path file) throws IOException {
    return store.put(RunOnGlue.nameOf(file), MoreFiles.asByteSource(file));
  }

  private static boolean isOnS3(String file) {
    return file.startsWith("s3://");
  }
}
