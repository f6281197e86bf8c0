package dev.headrace.io.lake.store;

import com.google.common.io.ByteStreams;
import dev.headrace.transforms.store.Content;
import dev.headrace.transforms.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects as files, for tests and for a look without a server. A file gets its name when it is
 * whole: by a move, or by a link where it must not take the place of another.
 */
final class FileObjectStore implements ObjectStore {
  private static final String UNFINISHED = ".unfinished-";

  private interface Opening {
    InputStream open() throws IOException;
  }

  @Override
  public InputStream open(String uri) throws IOException {
    Path file = path(uri);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(uri);
    }
    return Files.newInputStream(file);
  }

  @Override
  public InputStream open(String uri, long offset, long length) throws IOException {
    InputStream whole = open(uri);
    try {
      whole.skipNBytes(offset);
      return ByteStreams.limit(whole, length);
    } catch (IOException e) {
      whole.close();
      throw e;
    }
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
    return putIfAbsent(uri, () -> new ByteArrayInputStream(content));
  }

  @Override
  public boolean putIfAbsent(String uri, Path content) throws IOException {
    return putIfAbsent(uri, () -> Files.newInputStream(content));
  }

  @Override
  public boolean putIfAbsent(String uri, Content content) throws IOException {
    return putIfAbsent(uri, content::open);
  }

  private static boolean putIfAbsent(String uri, Opening content) throws IOException {
    Path unfinished = unfinished(uri);
    try (InputStream in = content.open()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.createLink(path(uri), unfinished);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Path start = path(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    Listing listing = new Listing(prefix, folder, start);
    Files.walkFileTree(start, listing);
    return listing.uris.stream().sorted().toList();
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

  /** Names what it finds as the prefix does, whatever the path looks like when normalized. */
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final String prefix;
    private final String folder;
    private final Path start;
    private final List<String> uris = new ArrayList<>();

    Listing(String prefix, String folder, Path start) {
      this.prefix = prefix;
      this.folder = folder;
      this.start = start;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(start) || (uri(directory) + "/").startsWith(prefix)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String uri = uri(file);
      boolean finished = !String.valueOf(file.getFileName()).startsWith(UNFINISHED);
      if (attributes.isRegularFile() && finished && uri.startsWith(prefix)) {
        uris.add(uri);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // another writer's file has just got its name
      }
      throw e;
    }

    private String uri(Path path) {
      return folder + start.relativize(path);
    }
  }
}
