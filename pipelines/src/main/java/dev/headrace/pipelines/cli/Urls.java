package dev.headrace.pipelines.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a URL. Whether an API can be there is for those to say who ask it. */
final class Urls implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      String told = text.contains("@") ? "" : ", but is \"" + text + "\"";
      throw new TypeConversionException("must be such as https://host or https://host:8443" + told);
    }
  }
}
