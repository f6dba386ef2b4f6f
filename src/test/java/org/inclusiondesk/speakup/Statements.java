package org.inclusiondesk.speakup;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** What a store is about to ask SQLite for, told to a test that wants to be in the way. */
interface Statements {
  /**
   * Called before each statement of a store.
   *
   * @param connection on which it will run
   */
  void before(String sql, Connection connection) throws SQLException;

  /** Tells all that a store does from now on; the store itself has no door for that. */
  static void of(ConcernStore store, Statements told) {
    try {
      Field field = ConcernStore.class.getDeclaredField("jdbi");
      field.setAccessible(true);
      Jdbi jdbi = (Jdbi) field.get(store);
      jdbi.getConfig(SqlStatements.class)
          .setSqlLogger(
              new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                  try {
                    told.before(context.getRawSql().strip(), context.getConnection());
                  } catch (SQLException fault) {
                    throw new IllegalStateException(fault);
                  }
                }
              });
    } catch (ReflectiveOperationException renamed) {
      throw new IllegalStateException("ConcernStore has no field jdbi any more", renamed);
    }
  }
}
