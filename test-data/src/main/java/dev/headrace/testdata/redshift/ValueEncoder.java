package dev.headrace.testdata.redshift;

/** Turns one field of a Parquet row into one value of PostgreSQL's COPY. */
@FunctionalInterface
interface ValueEncoder {
  /** Writes the field, which is present. */
  void encode(ParquetRow row, int field, CopyBinary out) throws BadValueException;
}
