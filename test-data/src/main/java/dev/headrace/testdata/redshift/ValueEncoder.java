package dev.headrace.testdata.redshift;

import org.apache.parquet.example.data.Group;

/** Turns one field of a Parquet row into one value of PostgreSQL's COPY text. */
@FunctionalInterface
interface ValueEncoder {
  /** Writes the field, which is present. */
  void encode(Group row, int field, CopyText out) throws BadValueException;
}
