package org.inclusiondesk.app;

import java.nio.file.Path;
import java.time.Clock;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.DemoGuardians;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SpeakUpSettings;

/** The store, and what the configuration says about speaking up. */
record Place(ConcernStore store, SpeakUpSettings settings, Path dataDir) {
  static Place of(ConfigOption config) {
    Configuration found = Setup.load(config.directory());
    Path dataDir = found.settings().dataDir();
    ConcernStore store = new ConcernStore(dataDir.resolve("concerns.db"));
    store.prepare();
    return new Place(store, found.speakUp(), dataDir);
  }

  /** Who the guardians are; the demonstration guardians where none is configured. */
  KeySet keys() {
    KeySet configured = settings.keys();
    return configured == null ? DemoGuardians.ensure(dataDir).keys() : configured;
  }

  /** The same, if a guardian of this id is among them. */
  KeySet known(String guardian) {
    KeySet keys = keys();
    if (keys.find(guardian).isEmpty()) {
      throw new StartFault(
          "There is no guardian with that id. There are "
              + String.join(", ", keys.guardians().stream().map(each -> each.id()).toList())
              + ".");
    }
    return keys;
  }

  CaseDesk desk(KeySet keys) {
    return new CaseDesk(store, keys, settings.codeLists(), settings.retention(), Clock.systemUTC());
  }
}
