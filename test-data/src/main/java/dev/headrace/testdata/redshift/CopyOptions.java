package dev.headrace.testdata.redshift;

/**
 * How a COPY reads its files.
 *
 * @param json whether they are JSON and not Parquet
 * @param ignoreCase whether JSON keys match columns in any case; columns are lower case
 * @param maxErrors how many bad rows fail the load; 0 is as good as 1
 * @param serializeToJson whether nested Parquet columns load into SUPER
 */
record CopyOptions(
    boolean json,
    boolean ignoreCase,
    boolean gzip,
    LoadTimes times,
    int maxErrors,
    boolean serializeToJson) {}
