package dev.headrace.transforms.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The few things Headrace asks of an object store. Every object is named by its full URI, appears
 * whole or not at all, and can be read as soon as it has been written.
 *
 * <p>Safe for use by many threads. Failures name the operation and the object.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Opens an object from its first byte.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of that name
   */
  InputStream open(String uri) throws IOException;

  /**
   * Opens a range of an object; it ends early where the object does.
   *
   * @param offset of the first byte, within the object
   * @param length in bytes, 1 or more
   * @throws java.nio.file.NoSuchFileException if there is none of that name
   */
  InputStream open(String uri, long offset, long length) throws IOException;

  /** Writes an object, in the place of any that has the name. */
  void put(String uri, byte[] content) throws IOException;

  /** Writes a file's content as an object, in the place of any that has the name. */
  void put(String uri, Path content) throws IOException;

  /**
   * Writes an object unless the name is taken; of any number of writers exactly one succeeds.
   *
   * @return whether this call wrote it
   */
  boolean putIfAbsent(String uri, byte[] content) throws IOException;

  /** Writes a file's content as an object unless the name is taken. */
  boolean putIfAbsent(String uri, Path content) throws IOException;

  /** Writes a content as an object unless the name is taken; it is read as a stream. */
  boolean putIfAbsent(String uri, Content content) throws IOException;

  /** The URIs that start with the prefix, in order. */
  List<String> list(String prefix) throws IOException;

  /** Deletes the objects; one that is not there is no error. */
  void delete(List<String> uris) throws IOException;

  @Override
  void close();

  /** Opens a store where it is needed; travels to the workers in its place. */
  interface Factory extends Serializable {
    /** Opens a store with the pipeline's credentials, region and endpoint. */
    ObjectStore open(PipelineOptions options);
  }
}
