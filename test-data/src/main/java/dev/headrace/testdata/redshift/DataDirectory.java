package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one server and the right to use them. The lock belongs to the JVM, so when it can be
 * had and a server still runs, that server is an orphan.
 */
final class DataDirectory implements AutoCloseable {
  private static final long OWN_SHUTDOWN_SECONDS = 10;
  private static final long FORCED_SHUTDOWN_SECONDS = 30;

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes the directory over; a server that another, dead JVM left behind is ended first.
   *
   * @throws IllegalStateException if a live process uses the directory
   */
  static DataDirectory take(Path root) throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock != null) {
        DataDirectory directory = new DataDirectory(root, channel);
        directory.endOrphan();
        return directory;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IllegalStateException(inUse(root, "this process"), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IllegalStateException(inUse(root, "another process"));
  }

  private static String inUse(Path root, String by) {
    return "The data directory " + root + " is in use by a local Redshift in " + by;
  }

  Path root() {
    return root;
  }

  Path postgresFiles() {
    return root.resolve("postgres");
  }

  /** Whether a database was set up here completely; the rest of an attempt is removed. */
  boolean isReady() throws IOException {
    if (Files.exists(marker())) {
      return true;
    }
    deleteBelow(postgresFiles());
    return false;
  }

  void markReady() throws IOException {
    Files.createFile(marker());
  }

  private Path marker() {
    return root.resolve("ready");
  }

  private void endOrphan() throws IOException {
    Path pidFile = postgresFiles().resolve("postmaster.pid");
    Optional<ProcessHandle> orphan = server(pidFile);
    if (orphan.isPresent() && !ends(orphan.get(), OWN_SHUTDOWN_SECONDS)) {
      // PostgreSQL's fast shutdown; ProcessHandle can only send the signal that waits for clients.
      new ProcessBuilder("kill", "-INT", Long.toString(orphan.get().pid())).start();
      if (!ends(orphan.get(), FORCED_SHUTDOWN_SECONDS)) {
        throw new IllegalStateException(
            "The server with process id " + orphan.get().pid() + " holds " + root + ", end it");
      }
    }
    // A killed server leaves its file, and its number may belong to any other process by now.
    Files.deleteIfExists(pidFile);
  }

  private static Optional<ProcessHandle> server(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]+")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(process -> process.info().command().orElse("").endsWith("postgres"));
  }

  private static boolean ends(ProcessHandle process, long seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete() throws IOException {
    deleteBelow(root);
  }

  private static void deleteBelow(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
