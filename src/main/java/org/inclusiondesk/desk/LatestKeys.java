package org.inclusiondesk.desk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes what has the same key happen once, among the latest ten thousand. In memory alone: for
 * counting, where a stored key would say more about people than a count too many says wrong. Safe
 * for any number of threads.
 */
final class LatestKeys {
  private static final int MOST = 10_000;

  private final Map<String, Boolean> keys =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Does the work unless it was done for this key; where it fails, it may be tried again. */
  void once(String key, Runnable work) {
    if (!begin(key)) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error fault) {
      forget(key);
      throw fault;
    }
  }

  private synchronized boolean begin(String key) {
    return keys.putIfAbsent(key, true) == null;
  }

  private synchronized void forget(String key) {
    keys.remove(key);
  }
}
