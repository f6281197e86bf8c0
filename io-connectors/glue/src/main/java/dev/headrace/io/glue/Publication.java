package dev.headrace.io.glue;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.coders.ValueCoder;
import java.util.Collection;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** What a publish found and changed. */
@AutoValue
public abstract class Publication {
  private static final ListCoder<String> TEXTS = ListCoder.of(StringUtf8Coder.of());

  /** How it travels between workers. */
  public static final ValueCoder<Publication> CODER =
      ValueCoder.of(
          Publication.class,
          (publication, out) -> {
            out.text(publication.table());
            out.text(publication.tableVersion());
            out.value(publication.columnsAdded(), TEXTS);
            out.value(publication.columnsWidened(), TEXTS);
            out.number(publication.partitionsCreated());
            out.number(publication.partitionsUpdated());
            out.number(publication.partitionsUnchanged());
          },
          in ->
              of(
                  in.text(),
                  in.text(),
                  in.value(TEXTS),
                  in.value(TEXTS),
                  in.number(),
                  in.number(),
                  in.number()));

  /** The table, such as {@code lake.readings}. */
  public abstract String table();

  /** The catalog's version of the table after the publish. */
  public abstract String tableVersion();

  /** Columns that were new to a table that was there; none if the table itself was new. */
  public abstract ImmutableList<String> columnsAdded();

  /** Columns that have a wider type than before. */
  public abstract ImmutableList<String> columnsWidened();

  /** Partitions that were new. */
  public abstract long partitionsCreated();

  /** Partitions that were there and differed, those that only follow the table's columns too. */
  public abstract long partitionsUpdated();

  /** Partitions that were published and were there as they should be. */
  public abstract long partitionsUnchanged();

  static Publication of(
      String table,
      String tableVersion,
      Collection<String> columnsAdded,
      Collection<String> columnsWidened,
      long partitionsCreated,
      long partitionsUpdated,
      long partitionsUnchanged) {
    return new AutoValue_Publication(
        table,
        tableVersion,
        ImmutableList.copyOf(columnsAdded),
        ImmutableList.copyOf(columnsWidened),
        partitionsCreated,
        partitionsUpdated,
        partitionsUnchanged);
  }
}
