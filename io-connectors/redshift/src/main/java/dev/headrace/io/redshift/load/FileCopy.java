package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Brings files into the stage, each whole or not at all. Where COPY refuses a row of files and may,
 * they are halved until the bad ones stand alone, which is twice the logarithm of their number in
 * COPYs for each; the good ones are staged on the way, and of the bad ones the rows that are good.
 */
final class FileCopy {
  private final StageSql sql;
  private final Staging staging;
  private final String iamRole;
  private final RowCopy rows;

  FileCopy(StageSql sql, Staging staging, String iamRole, StagingFormat format) {
    this.sql = sql;
    this.staging = staging;
    this.iamRole = iamRole;
    this.rows = new RowCopy(sql, staging, iamRole, format);
  }

  /**
   * @throws SQLException if COPY fails over anything but a row, or no row may be refused
   */
  void copy(RedshiftSession session, List<StoredObject> files, Refusals refusals)
      throws SQLException, IOException {
    try {
      session.execute(sql.copy(staging.writeManifest(files), iamRole));
    } catch (SQLException e) {
      CopyErrors errors = new CopyErrors(files);
      if (!refusals.mayBe() || !errors.areOfRows(session, e)) {
        throw errors.explained(session, e);
      }
      isolate(session, files, refusals);
    }
  }

  private void isolate(RedshiftSession session, List<StoredObject> files, Refusals refusals)
      throws SQLException, IOException {
    int half = files.size() / 2;
    if (half == 0) {
      rows.copy(session, files.get(0), refusals);
      return;
    }
    copy(session, files.subList(0, half), refusals);
    copy(session, files.subList(half, files.size()), refusals);
  }
}
