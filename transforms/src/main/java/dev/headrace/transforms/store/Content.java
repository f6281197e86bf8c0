package dev.headrace.transforms.store;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read more than once, from memory or from anywhere else. */
public interface Content {

  /** Length in bytes. */
  long length();

  /** Opens the content from its first byte. */
  InputStream open() throws IOException;
}
