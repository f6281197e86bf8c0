package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads files of JSON objects, and goes on behind a bad row. */
final class JsonSource implements CopySource {
  private final StagedFiles files;
  private final TargetTable table;
  private final CopyOptions options;
  private final Rejects rejects;

  JsonSource(StagedFiles files, TargetTable table, CopyOptions options, Rejects rejects) {
    this.files = files;
    this.table = table;
    this.options = options;
    this.rejects = rejects;
  }

  @Override
  public void load(List<Manifest.Entry> entries, Backend.CopyIn stream) throws SQLException {
    CopyText out = new CopyText(stream);
    for (Manifest.Entry entry : entries) {
      files.read(entry.url(), "JSON", file -> rows(file, entry.url().toString(), out));
    }
    out.flush();
  }

  private void rows(Path file, String url, CopyText out) throws IOException, SQLException {
    JsonRows rows = new JsonRows(table, options);
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = options.gzip() ? new GZIPInputStream(bytes) : bytes) {
      JsonObjects objects = new JsonObjects(plain);
      for (JsonObjects.Piece piece = objects.next(); piece != null; piece = objects.next()) {
        try {
          rows.encode(piece, url, out);
          out.endRow();
        } catch (CopyException e) {
          out.abandonRow();
          rejects.add(e);
        }
      }
    }
  }
}
