package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;

/** JSON Pointers as they are given in settings (https://www.rfc-editor.org/rfc/rfc6901). */
final class Pointers {
  private Pointers() {}

  /**
   * The pointer, which may be empty for the whole document.
   *
   * @throws IllegalArgumentException that names the setting, if it is none
   */
  static String require(String setting, String pointer) {
    checkArgument(
        pointer.isEmpty() || pointer.startsWith("/"),
        "%s must be a JSON Pointer such as %s, but is \"%s\"",
        setting,
        meant(pointer),
        pointer);
    JsonPointer.compile(pointer);
    return pointer;
  }

  /**
   * The pointer, which has to lead somewhere below the document itself.
   *
   * @throws IllegalArgumentException that names the setting, if it is none
   */
  static String requirePlace(String setting, String pointer) {
    checkArgument(!pointer.isEmpty(), "%s must be a JSON Pointer, but is empty", setting);
    return require(setting, pointer);
  }

  /** What is written with dots, or without a slash in front, is usually meant so. */
  private static String meant(String pointer) {
    return "/" + pointer.replaceFirst("^\\$?\\.", "").replace('.', '/');
  }
}
