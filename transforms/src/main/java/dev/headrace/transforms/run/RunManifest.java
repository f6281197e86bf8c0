package dev.headrace.transforms.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commit point and the ledger of a step of a run. It is written last and once; a reader
 * believes it and never a listing.
 *
 * @param step the step of the run
 * @param runId the run
 * @param source the API
 * @param name the resource of an ingestion, the dataset of a reprocessing
 * @param startedAt when the run was first started, ISO 8601
 * @param committedAt when this manifest was made, ISO 8601
 * @param settings what the run was started with
 * @param counts the ledger's accounts
 * @param cursorBefore where the source stood before the run; null if it had never been read
 * @param cursorAfter where it stands after; null for a step that has none
 * @param objects what was written, by URI
 * @param deadLetters the dead-letter objects, by URI
 * @param schema what a dataset's rows were written with, as Avro's JSON; null for what is no
 *     dataset
 * @param replaces URIs of the objects that readers leave out for those of this manifest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunManifest(
    Step step,
    String runId,
    String source,
    String name,
    String startedAt,
    String committedAt,
    Map<String, String> settings,
    Map<Account, Long> counts,
    @Nullable String cursorBefore,
    @Nullable String cursorAfter,
    List<StoredObject> objects,
    List<StoredObject> deadLetters,
    @Nullable String schema,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> replaces)
    implements Serializable {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The steps that commit with a manifest. */
  public enum Step {
    /** From the API to the raw bucket: planned = landed + dead + ignored. */
    INGEST,
    /** From the raw to the transformed bucket: parsed = written + dead + duplicates. */
    REPROCESS,
    /** From many files of a dataset to few: read = written + duplicates. */
    COMPACT
  }

  /** Copies what can change. */
  public RunManifest {
    settings = new TreeMap<>(settings);
    counts = counts.isEmpty() ? Map.of() : new EnumMap<>(counts);
    objects = objects.stream().sorted(Comparator.comparing(StoredObject::uri)).toList();
    deadLetters = deadLetters.stream().sorted(Comparator.comparing(StoredObject::uri)).toList();
    replaces = Objects.requireNonNullElse(replaces, List.<String>of()).stream().sorted().toList();
  }

  /** A manifest of what has no schema and replaces nothing. */
  public RunManifest(
      Step step,
      String runId,
      String source,
      String name,
      String startedAt,
      String committedAt,
      Map<String, String> settings,
      Map<Account, Long> counts,
      @Nullable String cursorBefore,
      @Nullable String cursorAfter,
      List<StoredObject> objects,
      List<StoredObject> deadLetters) {
    this(
        step,
        runId,
        source,
        name,
        startedAt,
        committedAt,
        settings,
        counts,
        cursorBefore,
        cursorAfter,
        objects,
        deadLetters,
        null,
        List.of());
  }

  /** What stands on an account. */
  public long count(Account account) {
    return counts.getOrDefault(account, 0L);
  }

  /** The same manifest with its ledger filled from the entries. */
  public RunManifest withEntries(Iterable<LedgerEntry> entries) {
    Map<Account, Long> sums = new EnumMap<>(Account.class);
    List<StoredObject> written = new ArrayList<>();
    List<StoredObject> dead = new ArrayList<>();
    for (LedgerEntry entry : entries) {
      sums.merge(entry.account(), entry.amount(), entry.account()::merge);
      if (entry.object() != null) {
        (entry.account() == Account.DEAD ? dead : written).add(entry.object());
      }
    }
    return copy(committedAt, sums, written, dead, schema, replaces);
  }

  /** The same manifest, committed at the given time. */
  public RunManifest committedAt(String time) {
    return copy(time, counts, objects, deadLetters, schema, replaces);
  }

  /** The same manifest of rows that were written with a schema, given as Avro's JSON. */
  public RunManifest withSchema(String schema) {
    return copy(committedAt, counts, objects, deadLetters, schema, replaces);
  }

  /** The same manifest, for which readers leave out other objects. */
  public RunManifest replacing(List<String> uris) {
    return copy(committedAt, counts, objects, deadLetters, schema, uris);
  }

  private RunManifest copy(
      String committedAt,
      Map<Account, Long> counts,
      List<StoredObject> objects,
      List<StoredObject> deadLetters,
      @Nullable String schema,
      List<String> replaces) {
    return new RunManifest(
        step,
        runId,
        source,
        name,
        startedAt,
        committedAt,
        settings,
        counts,
        cursorBefore,
        cursorAfter,
        objects,
        deadLetters,
        schema,
        replaces);
  }

  /**
   * Refuses a ledger that does not balance.
   *
   * @throws IllegalStateException that names the accounts and their sums: something was lost or
   *     doubled, and the run must not be taken for a good one
   */
  public void requireBalance() {
    switch (step) {
      case INGEST -> {
        balance(
            List.of(Account.PLANNED, Account.INCOMPLETE),
            List.of(Account.LANDED, Account.DEAD, Account.IGNORED));
        balance(List.of(Account.LANDED), List.of(Account.WRITTEN));
      }
      case REPROCESS ->
          balance(
              List.of(Account.PARSED), List.of(Account.WRITTEN, Account.DEAD, Account.DUPLICATES));
      case COMPACT -> balance(List.of(Account.READ), List.of(Account.WRITTEN, Account.DUPLICATES));
    }
  }

  /**
   * Says of a step that came to nothing but dead letters that it did: that is no data, but a
   * failure of the run, such as an API that answers nothing or a place where no records are.
   *
   * @return a sentence without its full stop; empty if something came of the step, or nothing was
   *     to be done
   */
  public Optional<String> cameToNothing() {
    boolean nothing = count(Account.WRITTEN) == 0 && count(Account.DUPLICATES) == 0;
    if (!nothing || count(Account.DEAD) == 0 || !isWholeBodies()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (step) {
          case INGEST ->
              "No request of run %s was answered (%s planned%s)"
                  .formatted(
                      runId,
                      wereOf(Account.PLANNED),
                      count(Account.IGNORED) == 0
                          ? ""
                          : ", %s ignored".formatted(wereOf(Account.IGNORED)));
          case REPROCESS, COMPACT ->
              "No record of run %s was found (%s dead)".formatted(runId, wereOf(Account.DEAD));
        });
  }

  /** Records can all be bad one day; bodies without a record in the right place tell of more. */
  private boolean isWholeBodies() {
    return step == Step.INGEST
        || deadLetters.stream().allMatch(object -> object.uri().contains("/stage=PARSE/"));
  }

  private String wereOf(Account account) {
    return count(account) + (count(account) == 1 ? " was" : " were");
  }

  private void balance(List<Account> ins, List<Account> outs) {
    if (ins.stream().mapToLong(this::count).sum() != outs.stream().mapToLong(this::count).sum()) {
      throw new IllegalStateException(
          "The ledger of run %s does not balance: %s is not %s; nothing was committed"
              .formatted(runId, terms(ins), terms(outs)));
    }
  }

  /**
   * The accounts and what stands on them; of those that are mostly empty, only where they are not.
   */
  private String terms(List<Account> accounts) {
    return accounts.stream()
        .filter(
            account ->
                count(account) != 0
                    || (account != Account.INCOMPLETE && account != Account.IGNORED))
        .map(account -> count(account) + " " + account)
        .collect(Collectors.joining(" + "));
  }

  /** The manifest as it is stored. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest is always JSON", e);
    }
  }

  /**
   * Reads a stored manifest.
   *
   * @throws IOException if the bytes are not a manifest
   */
  public static RunManifest ofJson(byte[] json) throws IOException {
    return JSON.readValue(json, RunManifest.class);
  }
}
