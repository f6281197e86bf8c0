package dev.headrace.io.redshift.session;

import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.List;

/**
 * How workers reach Redshift: {@link RedshiftConnection} by JDBC, {@code RedshiftDataApi} over
 * HTTPS. Holds names only, never a secret, a driver or a client.
 */
public interface RedshiftSessions extends Serializable {

  /**
   * Opens a session, which the caller closes. One is opened for each load, since credentials
   * expire.
   *
   * @throws SQLException if Redshift cannot be reached or refuses
   * @throws IOException if a secret cannot be read
   */
  RedshiftSession open() throws SQLException, IOException;

  /** The secrets that are read to open a session. */
  List<Secret> secrets();
}
