package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of the Data API: one for each statement, or one for a session of several. */
final class DataApiSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataApiSessions.class);

  private final LocalRedshift redshift;
  private final int most;
  private final Map<String, DataApiSession> kept = new ConcurrentHashMap<>();

  /** A session in use, whose id is null if it ends with its statement. */
  record Taken(@Nullable String id, DataApiSession session) {}

  DataApiSessions(LocalRedshift redshift, int most) {
    this.redshift = redshift;
    this.most = most;
  }

  Taken take(DataApiRequest request) throws DataApiException {
    dropExpired();
    @Nullable String id = request.sessionId();
    if (id != null) {
      @Nullable DataApiSession session = kept.get(id);
      if (session == null || !session.take()) {
        throw DataApiException.validation("Session is not available: " + id);
      }
      return new Taken(id, session);
    }
    boolean keep = request.keepAliveSeconds() > 0;
    if (keep && kept.size() >= most) {
      throw DataApiException.of(
          "ActiveSessionsExceededException",
          400,
          "Active sessions exceeded the allowed quota (" + most + ").");
    }
    DataApiSession session = open(Duration.ofSeconds(Math.max(1, request.keepAliveSeconds())));
    session.take();
    if (!keep) {
      return new Taken(null, session);
    }
    String fresh = UUID.randomUUID().toString();
    kept.put(fresh, session);
    return new Taken(fresh, session);
  }

  private DataApiSession open(Duration keepAlive) throws DataApiException {
    try {
      return new DataApiSession(redshift.connectUntyped(), keepAlive);
    } catch (SQLException e) {
      throw DataApiException.of(
          "ExecuteStatementException", 500, "The warehouse is not there: " + e.getMessage());
    }
  }

  void giveBack(Taken taken) {
    if (taken.id() == null) {
      close(taken.session());
    } else if (taken.session().isLost()) {
      kept.remove(taken.id());
    } else {
      taken.session().giveBack();
    }
  }

  private void dropExpired() {
    List<String> expired = new ArrayList<>();
    kept.forEach(
        (id, session) -> {
          if (session.isExpired()) {
            expired.add(id);
          }
        });
    for (String id : expired) {
      @Nullable DataApiSession session = kept.remove(id);
      if (session != null) {
        close(session);
      }
    }
  }

  private static void close(DataApiSession session) {
    try {
      session.close();
    } catch (SQLException e) {
      LOG.debug("A session did not close", e);
    }
  }

  @Override
  public void close() {
    kept.values().forEach(DataApiSessions::close);
  }
}
