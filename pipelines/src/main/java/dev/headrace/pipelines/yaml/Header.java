package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.http.HttpIO;
import dev.headrace.transforms.failures.DeadLetter;
import java.net.URI;
import java.util.Optional;

/**
 * What the command line has to know of a pipeline.
 *
 * @param pageSize empty for a pipeline without pages of a size to be set
 */
record Header(String name, URI baseUrl, Optional<PageSize.Range> pageSize) {
  private static final int NO_PAGE_SIZE = 1;
  private static final Reader<URI> BASE_URL =
      Values.checked(
          Values.URL, url -> HttpIO.fetch(url, DeadLetter.Context.of("run", "source", "resource")));

  static Optional<Header> read(Settings file) {
    Optional<String> name = file.required("name", Values.TEXT);
    Optional<URI> baseUrl = file.required("base-url", BASE_URL);
    Optional<PageSize.Range> pageSize = file.optional("page-size", PageSize.Range.READER);
    return name.isPresent() && baseUrl.isPresent()
        ? Optional.of(new Header(name.get(), baseUrl.get(), pageSize))
        : Optional.empty();
  }

  int standardPageSize() {
    return pageSize.map(PageSize.Range::standard).orElse(NO_PAGE_SIZE);
  }

  void requirePageSize(int size) {
    pageSize.ifPresent(range -> range.require(size));
    checkArgument(
        pageSize.isPresent() || size == NO_PAGE_SIZE,
        "page-size must be left out, since the pipeline %s has no pages of a size to be set, but"
            + " is %s",
        name,
        size);
  }
}
