package dev.headrace.runners.spark.linkage;

import java.util.List;

/** What is not there on purpose: libraries speak of it, and a job never comes there. */
final class Absent {
  private static final String SHADED = "dev/headrace/shaded/";

  static final List<String> PREFIXES =
      List.of(
          // Secrets of Google's clouds, which Beam can take its keys for encryption from.
          "com/google/cloud/",
          "com/google/api/",
          // AWS clients of native code, and those that are asked asynchronously.
          SHADED + "software/amazon/awssdk/crt/",
          SHADED + "software/amazon/awssdk/http/nio/netty/",
          // The Redshift driver's way by IAM Identity Center, for which the AWS SDK is too old.
          SHADED + "software/amazon/awssdk/services/redshiftserverless/model/GetIdentityCenterAuth",
          SHADED
              + "software/amazon/awssdk/services/redshiftserverless/RedshiftServerlessClient.getIdentityCenterAuth",
          // Beam's runner for tests.
          "org/hamcrest/",
          // Parquet with memory off the heap.
          "org/apache/commons/pool/",
          // TLS by native code, if HttpClient is asked for it.
          "org/conscrypt/");

  private Absent() {}

  static boolean matches(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
