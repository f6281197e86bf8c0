package dev.headrace.runners.spark.cluster;

import dev.headrace.runners.spark.SparkJob;
import org.apache.spark.SparkContext;

/**
 * What AWS Glue makes of a script: it asks for a Spark context first, and then calls the job. It is
 * put into a jar of its own, and never run by the JVM of the tests.
 */
public final class GlueScript {
  private GlueScript() {}

  /** Runs the job in the context that is there. */
  public static void main(String[] args) throws Exception {
    SparkContext context = SparkContext.getOrCreate();
    System.out.println("script: the context is " + context.applicationId());
    for (String name : args[0].split(",", -1)) {
      Class<?> found = Class.forName(name);
      System.out.println(
          "script: " + name + " of " + found.getProtectionDomain().getCodeSource().getLocation());
    }
    SparkJob.main(java.util.Arrays.copyOfRange(args, 1, args.length));
  }
}
