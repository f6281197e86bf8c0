package dev.headrace.pipelines.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.DatasetFiles.Compression;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.shape.Reshape;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What there is to know of an API's resource, from its requests to its table in the warehouse. */
@AutoValue
public abstract class PipelineDefinition {

  /** The API, as it is named in the buckets. */
  public abstract String source();

  /** The API's resource, as it is named in the buckets. */
  public abstract String resource();

  /** What the requests' URLs are relative to. */
  public abstract URI baseUrl();

  /** The first requests of a window. */
  public abstract Function<Window, List<FetchRequest>> requests();

  /** Which requests follow from an answer. */
  public abstract Paginator paginator();

  /** How requests prove who sends them. */
  public abstract Auth auth();

  /** What is done about answers and failures. */
  public abstract ErrorTable errors();

  /** What the API allows. */
  public abstract Budget budget();

  /** How an answer's body holds its records. */
  public abstract RecordFormat format();

  /** The shape that a record is given before it is conformed. */
  public abstract Optional<Reshape> reshape();

  /** What a record looks like. */
  public abstract Contract contract();

  /** The dataset's name in the transformed bucket. */
  public abstract String dataset();

  /** What is done to a record once it is conformed. */
  public abstract List<Step> steps();

  /** The fields that tell records apart; empty if none do, and every record is kept. */
  public abstract List<String> keys();

  /** The field of which the highest is the latest. */
  public abstract Optional<String> version();

  /** Whether a record that gives way to another of its key is a dead letter. */
  public abstract boolean rejectDuplicates();

  /** What a run as a whole has to keep to, for its dataset to be committed. */
  public abstract RunRules runRules();

  /** The date or text field by which the dataset is partitioned; it is in the path alone. */
  public abstract Optional<String> partition();

  /** The fields by which the rows of a file are ordered, before their key. */
  public abstract List<String> order();

  /** How files are compressed. */
  public abstract Compression compression();

  /** At about how many bytes a file ends, and the rows go on in another. */
  public abstract long fileSize();

  /** The table to load, its columns those of the contract but for the partition. */
  public abstract RedshiftTable table();

  /** What else decides what a run does, by name: a run started again must have the same. */
  public abstract Map<String, String> identity();

  /** Where the secrets are that have to be read where a run is: the API's, and those of steps. */
  public final List<Secret> secrets() {
    return Stream.concat(
            auth().secrets().stream(), steps().stream().flatMap(step -> step.secrets().stream()))
        .toList();
  }

  abstract Builder toBuilder();

  /** The same definition of records that look otherwise. */
  PipelineDefinition withContract(Contract contract) {
    return toBuilder().contract(contract).build();
  }

  /** Hash of what decides what becomes of a response; of the run's rules nothing does. */
  String fingerprint() {
    return Sha256.of(
            String.join(
                "\n",
                format().toString(),
                reshape().toString(),
                contract().schema().toString(),
                contract().mode().name(),
                steps().toString(),
                dataset(),
                (rejectDuplicates() ? "unique " : "") + keys(),
                version().toString(),
                partition().toString(),
                order().toString(),
                compression().name() + otherFileSize(),
                table().toString()))
        .substring(0, 16);
  }

  /**
   * Refuses what is no size of a file.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static void requireFileSize(long bytes) {
    checkArgument(bytes >= 1, "file-size must be at least 1 byte, but was %s", bytes);
  }

  /** Runs that were started before files could have another size know themselves by none. */
  private String otherFileSize() {
    return fileSize() == DatasetFiles.DEFAULT_TARGET_BYTES ? "" : " " + fileSize();
  }

  /**
   * A definition to be filled in; required is every setting that has no default, and one of {@code
   * request} and {@code requests}.
   */
  public static Builder builder() {
    return new AutoValue_PipelineDefinition.Builder()
        .paginator(Paginator.singlePage())
        .auth(Auth.none())
        .errors(ErrorTable.defaults())
        .budget(Budget.unlimited())
        .reshape(Optional.empty())
        .steps(List.of())
        .keys(List.of())
        .version(Optional.empty())
        .rejectDuplicates(false)
        .runRules(RunRules.none())
        .partition(Optional.empty())
        .order(List.of())
        .compression(Compression.SNAPPY)
        .fileSize(DatasetFiles.DEFAULT_TARGET_BYTES)
        .identity(Map.of());
  }

  /** Fills in a definition. */
  @AutoValue.Builder
  public abstract static class Builder {
    /** The API, as it is to be named in the buckets. */
    public abstract Builder source(String source);

    /** The API's resource, as it is to be named in the buckets. */
    public abstract Builder resource(String resource);

    /** What the requests' URLs are relative to. */
    public abstract Builder baseUrl(URI baseUrl);

    /** The first request of a window. */
    public Builder request(Function<Window, FetchRequest> request) {
      return requests(window -> List.of(request.apply(window)));
    }

    /** The first requests of a window, one for each of a list of values, say. */
    public abstract Builder requests(Function<Window, List<FetchRequest>> requests);

    /** Which requests follow from an answer; default is none. */
    public abstract Builder paginator(Paginator paginator);

    /** How requests prove who sends them; default is not at all. */
    public abstract Builder auth(Auth auth);

    /** What is done about answers and failures; default is {@link ErrorTable#defaults()}. */
    public abstract Builder errors(ErrorTable errors);

    /** What the API allows all workers together; default is no limit. */
    public abstract Builder budget(Budget budget);

    /** JSON Pointer of the array of records in an answer of JSON. */
    public Builder records(String pointer) {
      return format(RecordFormat.json(pointer));
    }

    /** How an answer's body holds its records. */
    public abstract Builder format(RecordFormat format);

    /** The shape that a record is given before it is conformed; default is the one it has. */
    public abstract Builder reshape(Optional<Reshape> reshape);

    /** The shape that a record is given before it is conformed. */
    public Builder reshape(Reshape reshape) {
      return reshape(Optional.of(reshape));
    }

    /** What a record looks like. */
    public abstract Builder contract(Contract contract);

    /** The dataset's name in the transformed bucket. */
    public abstract Builder dataset(String dataset);

    /**
     * What is done to a record once it is conformed, in this order; default is nothing. A step's
     * {@code toString} tells its settings: by it a run that is started again knows its definition.
     */
    public abstract Builder steps(List<Step> steps);

    /** The field that tells records apart. */
    public Builder key(String field) {
      return keys(List.of(field));
    }

    /** The fields that tell records apart; default is none, and every record is kept. */
    public abstract Builder keys(List<String> fields);

    /** The field of which the highest is the latest; default is none. */
    public abstract Builder version(Optional<String> field);

    /** The field of which the highest is the latest. */
    public Builder version(String field) {
      return version(Optional.of(field));
    }

    /**
     * Whether a record that gives way to another of its key is a dead letter, which takes keys;
     * default is not, and it is counted.
     */
    public abstract Builder rejectDuplicates(boolean reject);

    /**
     * What a run as a whole has to keep to, for its dataset to be committed; default is nothing. A
     * run that failed by its rules can be started again under others.
     */
    public abstract Builder runRules(RunRules rules);

    /** The date or text field by which the dataset is partitioned; default is none. */
    public abstract Builder partition(Optional<String> field);

    /** The date or text field by which the dataset is partitioned. */
    public Builder partition(String field) {
      return partition(Optional.of(field));
    }

    /** The fields by which the rows of a file are ordered, before their key; default is none. */
    public abstract Builder order(List<String> fields);

    /** How files are compressed; default is Snappy. */
    public abstract Builder compression(Compression compression);

    /**
     * At about how many bytes a file ends, and the rows of its partition go on in another; 1 or
     * more, default is 256 MiB, see {@link DatasetFiles#withTargetBytes}. A bucket of rows that has
     * fewer makes a smaller file.
     */
    public abstract Builder fileSize(long bytes);

    /** The table to load. */
    public abstract Builder table(RedshiftTable table);

    /** What else decides what a run does, such as the size of a page; default is nothing. */
    public abstract Builder identity(Map<String, String> identity);

    abstract PipelineDefinition autoBuild();

    /**
     * The definition.
     *
     * @throws IllegalArgumentException if the file size is none
     * @throws IllegalStateException if a required setting is missing
     */
    public PipelineDefinition build() {
      PipelineDefinition definition = autoBuild();
      requireFileSize(definition.fileSize());
      return definition;
    }
  }
}
