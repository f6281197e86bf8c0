package dev.headrace.io.redshift.rows;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/**
 * What becomes of values that a column can only hold less exactly. Redshift itself would cut or
 * round by which way a value came in
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html).
 */
@AutoValue
public abstract class RowPolicy implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rejects everything that would be changed. */
  public static final RowPolicy STRICT =
      new AutoValue_RowPolicy(
          Decimals.REJECT, FineTimes.REJECT, NonFinite.REJECT, UnknownFields.REJECT);

  /** What becomes of more decimals than a column has. Zeros at the end are no decimals. */
  public enum Decimals {
    /** The row is rejected. */
    REJECT,
    /** They are rounded, a half away from zero. */
    ROUND_HALF_UP
  }

  /** What becomes of times finer than a microsecond. */
  public enum FineTimes {
    /** The row is rejected. */
    REJECT,
    /** They are cut to the microsecond before. */
    TRUNCATE
  }

  /** What becomes of NaN and the infinities. */
  public enum NonFinite {
    /** The row is rejected. */
    REJECT,
    /** They become NULL. */
    LOAD_NULL
  }

  /** What becomes of fields that the table has no column for. */
  public enum UnknownFields {
    /** The row is rejected. */
    REJECT,
    /** They are left out. */
    IGNORE
  }

  abstract Decimals decimals();

  abstract FineTimes fineTimes();

  abstract NonFinite nonFinite();

  abstract UnknownFields unknownFields();

  /** Handles decimals so; default is to reject. */
  public RowPolicy withDecimals(Decimals decimals) {
    return new AutoValue_RowPolicy(decimals, fineTimes(), nonFinite(), unknownFields());
  }

  /** Handles fine times so; default is to reject. */
  public RowPolicy withFineTimes(FineTimes fineTimes) {
    return new AutoValue_RowPolicy(decimals(), fineTimes, nonFinite(), unknownFields());
  }

  /** Handles NaN and infinities so; default is to reject. */
  public RowPolicy withNonFinite(NonFinite nonFinite) {
    return new AutoValue_RowPolicy(decimals(), fineTimes(), nonFinite, unknownFields());
  }

  /** Handles unknown fields so; default is to reject. */
  public RowPolicy withUnknownFields(UnknownFields unknownFields) {
    return new AutoValue_RowPolicy(decimals(), fineTimes(), nonFinite(), unknownFields);
  }
}
