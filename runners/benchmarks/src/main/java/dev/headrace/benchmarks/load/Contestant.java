package dev.headrace.benchmarks.load;

import java.io.IOException;
import java.sql.SQLException;

/** One way to bring the flights of a CSV file into a table of the warehouse. */
enum Contestant {
  COPY("plain COPY") {
    @Override
    void load(Task task) throws IOException, SQLException {
      PlainCopy.run(task);
    }
  },
  JDBC_IO("JdbcIO, Amazon's driver") {
    @Override
    void load(Task task) throws IOException {
      JdbcIoLoad.intoRedshift(task);
    }
  },
  JDBC_IO_POSTGRES("JdbcIO, PostgreSQL's driver") {
    @Override
    void load(Task task) {
      JdbcIoLoad.intoPostgres(task);
    }
  },
  HEADRACE("Headrace") {
    @Override
    void load(Task task) {
      HeadraceLoad.run(task);
    }
  };

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Loads everything, or throws. */
  abstract void load(Task task) throws Exception;
}
