package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.TEXTS;

import dev.headrace.io.redshift.load.RedshiftTable;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Reads {@code table}: its columns are those of the contract but for the partition, and unless it
 * says otherwise, it has the keys and the version of the dataset.
 *
 * @param columns empty if they are not known
 */
record TableSection(Optional<Schema> columns, List<String> keys, Optional<String> version) {

  Reader<RedshiftTable> reader() {
    return Values.shortOr(this::named, Settings.section(this::read));
  }

  private Optional<RedshiftTable> named(Setting setting) {
    Optional<String> name = TEXT.read(setting);
    return name.isEmpty() || columns.isEmpty()
        ? Optional.empty()
        : Settings.attempt(
            setting,
            () -> sequenced(keyed(RedshiftTable.of(name.get(), columns.get()), keys), keys));
  }

  private Optional<RedshiftTable> read(Settings settings) {
    Optional<String> name = settings.required("name", TEXT);
    List<String> own = settings.optional("keys", TEXTS).orElse(keys);
    boolean ownSequence = settings.has("sequence");
    return settings
        .make(columns, schema -> RedshiftTable.of(name.orElseThrow(), schema))
        .with("sequence", TEXT, RedshiftTable::withSequence)
        .with("dist-key", TEXT, RedshiftTable::withDistKey)
        .with("sort-keys", TEXTS, (table, by) -> table.withSortKeys(by.toArray(String[]::new)))
        .and(table -> keyed(table, own))
        .and(table -> ownSequence ? table : sequenced(table, own))
        .done();
  }

  private static RedshiftTable keyed(RedshiftTable table, List<String> keys) {
    return keys.isEmpty() ? table : table.withKeys(keys.toArray(String[]::new));
  }

  private RedshiftTable sequenced(RedshiftTable table, List<String> keys) {
    return version.isEmpty() || keys.isEmpty() ? table : table.withSequence(version.get());
  }
}
