package dev.headrace.runners.spark;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Lets through what a command tells, and keeps what it complains of. */
final class ComplaintKeeper extends FilterWriter {
  private static final String BEGINNING = "headrace: ";

  /** More of it Glue would not show. */
  private static final int LONGEST = 2_000;

  private final StringBuilder told = new StringBuilder();
  private boolean complaining;

  ComplaintKeeper(Writer out) {
    super(out);
  }

  /** The complaint, without the command's name; that there was none otherwise. */
  String complaint() {
    return complaining ? told.toString().strip() : "The run failed, and nothing was told";
  }

  @Override
  public void write(int c) throws IOException {
    out.write(c);
    keep((char) c);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    out.write(text, offset, length);
    for (int i = offset; i < offset + length; i++) {
      keep(text[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(text, offset, length);
    text.substring(offset, offset + length).chars().forEach(c -> keep((char) c));
  }

  private void keep(char c) {
    if (complaining) {
      if (told.length() < LONGEST) {
        told.append(c);
      }
      return;
    }
    told.append(c);
    if (c == '\n') {
      told.setLength(0);
    } else if (told.toString().equals(BEGINNING)) {
      told.setLength(0);
      complaining = true;
    }
  }
}
