package dev.headrace.runners.spark;

import dev.headrace.pipelines.yaml.YamlPipeline;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFiles;

/**
 * What the entry script of a job of AWS Glue calls: {@code headrace run} with the Spark context
 * that Glue has made. It ends by returning or by an exception; Glue makes of the latter the reason
 * that a run failed for.
 */
public final class GlueJob {
  private GlueJob() {}

  /**
   * Runs the pipeline that is named among a job's parameters.
   *
   * @param sysArgs the job's parameters, as Glue gives them to the script's main method
   * @throws IllegalArgumentException if there is no pipeline among them
   * @throws IllegalStateException if the run is not done; the message is what the command told
   */
  public static void run(String[] sysArgs) {
    List<String> arguments = new ArrayList<>(GlueArguments.of(sysArgs));
    arguments.set(0, found(arguments.get(0)));
    Charset charset = Charset.defaultCharset();
    ComplaintKeeper complaints = new ComplaintKeeper(new OutputStreamWriter(System.err, charset));
    PrintWriter err = new PrintWriter(complaints, true);
    int exitCode = SparkJob.run(err, arguments.toArray(String[]::new));
    if (exitCode != 0) {
      throw new IllegalStateException(complaints.complaint());
    }
  }

  /** A file lies in the working directory, or where Spark has put it. */
  private static String found(String pipeline) {
    if (!YamlPipeline.isFile(pipeline) || Files.exists(Path.of(pipeline))) {
      return pipeline;
    }
    Path ofSpark = Path.of(SparkFiles.getRootDirectory()).resolve(pipeline);
    return Files.exists(ofSpark) ? ofSpark.toString() : pipeline;
  }
}
