package dev.headrace.pipelines.run;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.redshift.RedshiftTable;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.run.Sha256;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  /** JSON Pointer of the array of records in an answer. */
  public abstract String records();

  /** What a record looks like. */
  public abstract Contract contract();

  /** The dataset's name in the transformed bucket. */
  public abstract String dataset();

  /** The field that tells records apart. */
  public abstract String key();

  /** The field of which the highest is the latest. */
  public abstract String version();

  /** The date or text field by which the dataset is partitioned; it is in the path alone. */
  public abstract String partition();

  /** The table to load, its columns those of the contract but for the partition. */
  public abstract RedshiftTable table();

  /** What else decides what a run does, by name: a run started again must have the same. */
  public abstract Map<String, String> identity();

  /** Hash of what decides what becomes of a response. */
  String fingerprint() {
    return Sha256.of(
            String.join(
                "\n",
                records(),
                contract().schema().toString(),
                dataset(),
                key(),
                version(),
                partition(),
                table().toString()))
        .substring(0, 16);
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

    /** JSON Pointer of the array of records in an answer. */
    public abstract Builder records(String pointer);

    /** What a record looks like. */
    public abstract Builder contract(Contract contract);

    /** The dataset's name in the transformed bucket. */
    public abstract Builder dataset(String dataset);

    /** The field that tells records apart. */
    public abstract Builder key(String field);

    /** The field of which the highest is the latest. */
    public abstract Builder version(String field);

    /** The date or text field by which the dataset is partitioned. */
    public abstract Builder partition(String field);

    /** The table to load. */
    public abstract Builder table(RedshiftTable table);

    /** What else decides what a run does, such as the size of a page; default is nothing. */
    public abstract Builder identity(Map<String, String> identity);

    /** The definition. */
    public abstract PipelineDefinition build();
  }
}
