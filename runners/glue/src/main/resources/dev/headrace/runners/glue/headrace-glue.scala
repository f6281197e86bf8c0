import com.amazonaws.services.glue.GlueContext
import com.amazonaws.services.glue.util.GlueArgParser
import com.amazonaws.services.glue.util.Job
import dev.headrace.runners.spark.GlueJob
import org.apache.spark.SparkContext
import scala.collection.JavaConverters._

/** Where AWS Glue begins; all that is done is in the job jar. */
object HeadraceGlue {
  def main(sysArgs: Array[String]): Unit = {
    val glue = new GlueContext(SparkContext.getOrCreate())
    val parameters = GlueArgParser.getResolvedOptions(sysArgs, Array("JOB_NAME"))
    Job.init(parameters("JOB_NAME"), glue, parameters.asJava)
    GlueJob.run(sysArgs)
    Job.commit()
  }
}
