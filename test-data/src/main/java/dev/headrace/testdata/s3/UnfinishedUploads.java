package dev.headrace.testdata.s3;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files a killed server leaves behind. It writes an object to {@code <key>-<uuid>}, then sets
 * its attributes, then moves it to its name. Without the sweep such a file would be listed as an
 * object.
 */
final class UnfinishedUploads {
  private static final Pattern NAME =
      Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);
  private static final String FINISHED = "user.content-md5";

  private UnfinishedUploads() {}

  static void removeBelow(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (NAME.matcher(file.getFileName().toString()).matches() && isUnfinished(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isUnfinished(Path file) throws IOException {
    @Nullable UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    // A whole object of that name must never be lost, so without attributes nothing is removed.
    return attributes != null
        && Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)
        && !attributes.list().contains(FINISHED);
  }
}
