package com.amazonaws.services.glue.util

/** As it is documented: the options that are asked for, which have to be there. */
object GlueArgParser {
  def getResolvedOptions(args: Array[String], options: Array[String]): Map[String, String] =
    options.map { name =>
      val at = args.indexOf("--" + name)
      require(at >= 0 && at + 1 < args.length, s"the following arguments are required: --$name")
      name -> args(at + 1)
    }.toMap
}
