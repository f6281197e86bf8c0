package dev.headrace.runners.spark.cluster;

import dev.headrace.runners.spark.GlueJob;
import java.util.Arrays;
import org.apache.spark.SparkContext;

/**
 * What AWS Glue makes of a script: it asks for a Spark context first, and then calls the job. It is
 * put into a jar of its own, and never run by the JVM of the tests.
 */
public final class GlueScript {
  private GlueScript() {}

  /**
   * Runs the job in the context that is there.
   *
   * @param args names of classes of which it is told where they come from, separated by commas, and
   *     the parameters that Glue gives a script
   */
  public static void main(String[] args) throws Exception {
    SparkContext context = SparkContext.getOrCreate();
    System.out.println("script: the context is " + context.applicationId());
    for (String name : args[0].split(",", -1)) {
      Class<?> found = Class.forName(name);
      System.out.println(
          "script: " + name + " of " + found.getProtectionDomain().getCodeSource().getLocation());
    }
    GlueJob.run(Arrays.copyOfRange(args, 1, args.length));
    System.out.println("script: the job returned");
    context.stop();
    System.exit(0);
  }
}
