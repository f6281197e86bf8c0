package dev.headrace.io.glue;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/** The name of a table of the catalog. */
@AutoValue
public abstract class TableId implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The database, in lower case. */
  public abstract String database();

  /** The table within its database, in lower case. */
  public abstract String name();

  /**
   * Names a table; upper-case letters become lower-case ones.
   *
   * @throws IllegalArgumentException if a name is not of 1 to 255 letters of ASCII, digits and
   *     underscores
   */
  public static TableId of(String database, String name) {
    return new AutoValue_TableId(
        GlueNames.require("database", database), GlueNames.require("table", name));
  }

  @Override
  public final String toString() {
    return database() + "." + name();
  }
}
