package dev.headrace.io.lake.store;

import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Objects as files, for tests and for a look without a server. A file gets its name when it is
 * whole: by a move, or by a link where it must not take the place of another.
 */
final class FileObjectStore implements ObjectStore {
  private static final String UNFINISHED = ".unfinished-";

  @Override
  public InputStream open(String uri) throws IOException {
    return Files.newInputStream(path(uri));
  }

  @Override
  public void put(String uri, byte[] content) throws IOException {
    Path unfinished = unfinished(uri);
    try {
      Files.write(unfinished, content);
      Files.move(unfinished, path(uri), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public void put(String uri, Path content) throws IOException {
    put(uri, Files.readAllBytes(content));
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) throws IOException {
    Path unfinished = unfinished(uri);
    try {
      Files.write(unfinished, content);
      Files.createLink(path(uri), unfinished);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public boolean putIfAbsent(String uri, Path content) throws IOException {
    return putIfAbsent(uri, Files.readAllBytes(content));
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    Path start = path(prefix);
    Path folder = Files.isDirectory(start) ? start : start.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !name(file).startsWith(UNFINISHED))
          .map(file -> "file://" + file)
          .filter(uri -> uri.startsWith("file://" + path(prefix)))
          .sorted()
          .toList();
    }
  }

  @Override
  public void delete(List<String> uris) throws IOException {
    for (String uri : uris) {
      Files.deleteIfExists(path(uri));
    }
  }

  @Override
  public void close() {}

  private static Path unfinished(String uri) throws IOException {
    Path folder = path(uri).resolveSibling("");
    Files.createDirectories(folder);
    return Files.createTempFile(folder, UNFINISHED, "");
  }

  private static Path path(String uri) {
    return Path.of(uri.substring("file://".length()));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
