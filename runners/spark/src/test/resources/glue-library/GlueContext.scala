package com.amazonaws.services.glue

import org.apache.spark.SparkContext
import org.apache.spark.sql.SQLContext

/** Glue's own has this constructor; its library is in no repository, but on Glue alone. */
class GlueContext(@transient val sc: SparkContext) extends SQLContext(sc)
