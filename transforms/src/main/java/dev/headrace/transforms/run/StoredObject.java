package dev.headrace.transforms.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;

/** An object a run has written, as its manifest lists it. */
@AutoValue
@JsonAutoDetect(
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class StoredObject implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  /** How it travels between workers. */
  public static final ValueCoder<StoredObject> CODER =
      ValueCoder.of(
          StoredObject.class,
          (object, out) -> {
            out.text(object.uri());
            out.number(object.bytes());
            out.number(object.records());
            out.text(object.sha256());
          },
          in -> of(in.text(), in.number(), in.number(), in.text()));

  /** Its full URI. */
  @JsonProperty("uri")
  public abstract String uri();

  /** Its length as stored, in bytes. */
  @JsonProperty("bytes")
  public abstract long bytes();

  /** How many lines or rows it holds. */
  @JsonProperty("records")
  public abstract long records();

  /** Sum of the bytes as stored. */
  @JsonProperty("sha256")
  public abstract String sha256();

  /** Describes an object. */
  @JsonCreator
  public static StoredObject of(
      @JsonProperty("uri") String uri,
      @JsonProperty("bytes") long bytes,
      @JsonProperty("records") long records,
      @JsonProperty("sha256") String sha256) {
    return new AutoValue_StoredObject(uri, bytes, records, sha256);
  }
}
