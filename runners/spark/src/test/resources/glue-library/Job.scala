package com.amazonaws.services.glue.util

import com.amazonaws.services.glue.GlueContext
import java.util.concurrent.CopyOnWriteArrayList

/** As it is documented; it notes what it is called for. */
object Job {
  val calls = new CopyOnWriteArrayList[String]()

  def init(
      jobName: String,
      glueContext: GlueContext,
      args: java.util.Map[String, String] = new java.util.HashMap[String, String]()): this.type = {
    calls.add(s"init $jobName ${glueContext.sc.appName} $args")
    this
  }

  def commit(): Unit = calls.add("commit")
}
