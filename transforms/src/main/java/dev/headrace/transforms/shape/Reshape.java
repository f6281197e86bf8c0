package dev.headrace.transforms.shape;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Step;
import java.util.Arrays;

/**
 * Gives the JSON of a record another shape, before {@link dev.headrace.transforms.records.Conform}
 * reads it.
 *
 * <pre>{@code
 * Reshape.records()
 *     .lift("/properties")
 *     .rename("/mag", "magnitude")
 *     .drop("/detail")
 *     .flatten("_")
 * }</pre>
 *
 * <p>The changes are made in the order given. A field that is not there is no fault: what a record
 * has to have, its contract says. The record's payload stays as it came; what changes is its {@link
 * SourceRecord#document()}. Numbers keep their digits.
 *
 * <p>Refused, in the stage {@code CONFORM}, is a record that is not one JSON object, has a field
 * twice, or would have it twice after a change. A contract's {@code path} finds a nested value
 * faster; this is for fields that would clash with others, for objects that are a level too many,
 * and for contracts in mode {@code FREEZE}, to which a field more is a fault.
 */
public final class Reshape implements Step {
  private static final long serialVersionUID = 1L;
  private static final int ALL_LEVELS = Integer.MAX_VALUE;

  private final ImmutableList<Change> changes;

  private Reshape(ImmutableList<Change> changes) {
    this.changes = changes;
  }

  /** No change yet. */
  public static Reshape records() {
    return new Reshape(ImmutableList.of());
  }

  /**
   * Gives a field another name; it stays in its object.
   *
   * @param field JSON Pointer (RFC 6901) of the field
   * @throws IllegalArgumentException if it is not one, or the name is empty
   */
  public Reshape rename(String field, String name) {
    checkArgument(!name.isEmpty(), "\"name\" must be a field's name, but is empty");
    return with(new Rename(Change.pointer("field", field), name));
  }

  /**
   * Leaves fields out.
   *
   * @param fields JSON Pointers
   * @throws IllegalArgumentException if one is none
   */
  public Reshape drop(String... fields) {
    Reshape reshape = this;
    for (String field : fields) {
      reshape = reshape.with(new Drop(Change.pointer("fields", field)));
    }
    return reshape;
  }

  /**
   * Leaves out every field but these. A list on the way to one is kept whole.
   *
   * @param fields JSON Pointers, at least one
   * @throws IllegalArgumentException if one is none
   */
  public Reshape keepOnly(String... fields) {
    checkArgument(fields.length > 0, "\"fields\" must be at least one, but is none");
    return with(
        new Keep(
            Arrays.stream(fields)
                .map(field -> Change.pointer("fields", field))
                .collect(ImmutableList.toImmutableList())));
  }

  /**
   * Puts the fields of an object in its place. A record where something else is there is refused,
   * but for null, which is left out.
   *
   * @param object JSON Pointer
   * @throws IllegalArgumentException if it is none
   */
  public Reshape lift(String object) {
    return with(new Lift(Change.pointer("object", object)));
  }

  /**
   * Puts the fields of all nested objects into the record itself: with the separator {@code _}, the
   * field b of the object a becomes a_b. Lists and empty objects stay. A record whose joined names
   * have more than 16,777,216 characters is refused ({@code TOO_LARGE}).
   */
  public Reshape flatten(String separator) {
    return flatten(separator, ALL_LEVELS);
  }

  /**
   * Puts the fields of nested objects into the record itself.
   *
   * @param depth the number of levels that are taken away, 1 or more
   */
  public Reshape flatten(String separator, int depth) {
    checkArgument(depth >= 1, "\"depth\" must be at least 1, but is %s", depth);
    return with(new Flatten(separator, depth));
  }

  private Reshape with(Change change) {
    return new Reshape(ImmutableList.<Change>builder().addAll(changes).add(change).build());
  }

  @Override
  public Stage stage() {
    return Stage.CONFORM;
  }

  @Override
  public SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException {
    JsonNode tree = record.tree();
    if (!(tree instanceof ObjectNode object)) {
      throw new BadRecordException(Reason.MALFORMED, "The record must be an object");
    }
    ObjectNode changed = record.document() == null ? object : object.deepCopy();
    for (Change change : changes) {
      change.apply(changed);
    }
    return record.withDocument(changed);
  }

  @Override
  public String toString() {
    return "Reshape" + changes;
  }
}
