package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.GuardianWork;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands take that work on cases: keys, and where the cases are. */
final class Work {
  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private KeyOption key = new KeyOption();

  @Option(
      names = "--old-key",
      paramLabel = "FILE",
      description = {
        "The key file before it was renewed. Its passphrase is taken from",
        "DESK_GUARDIAN_OLD_PASSPHRASE (or …_FILE), else asked for."
      })
  private List<Path> old = new ArrayList<>();

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "Works on this bundle instead of the store.")
  private @Nullable Path bundle;

  @Option(
      names = "--changes",
      paramLabel = "FILE",
      description = "Where changes to a bundle go (beside it, under its name and .changes).")
  private @Nullable Path changes;

  @Option(
      names = "--fingerprint",
      paramLabel = "XXXX-XXXX-XXXX-XXXX-XXXX",
      description = {
        "The fingerprint of the guardians' keys as you hold it on paper: with another set, an",
        "older one too, nothing is opened."
      })
  private @Nullable String fingerprint;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** Where the command writes its results. */
  PrintWriter out() {
    return Output.of(command);
  }

  /**
   * Opens the key, and names the set of guardians that is worked with.
   *
   * @throws StartFault if a file cannot be used, or the set is not the one that was asked for
   */
  GuardianWork begin() {
    GuardianWork work = open();
    KeySet keys = work.keys();
    if (fingerprint != null && !keys.hasFingerprint(fingerprint)) {
      throw new StartFault(
          "The guardians' keys have another fingerprint, "
              + keys.fingerprint()
              + " (version "
              + keys.version()
              + "), so nothing was opened. Compare with the other guardians: it is a set from"
              + " before or after yours, or somebody else's.");
    }
    Output.errorsOf(command)
        .println(
            "The guardians' keys: version "
                + keys.version()
                + ", fingerprint "
                + keys.fingerprint());
    return work;
  }

  private GuardianWork open() {
    Place place = bundle == null ? Place.of(config) : null;
    GuardianKeys own = key.open();
    List<GuardianKeys> before = old.stream().map(KeyOption::openOld).toList();
    if (bundle != null) {
      Path into =
          changes == null ? bundle.resolveSibling(bundle.getFileName() + ".changes") : changes;
      return GuardianCommand.value(GuardianWork.onBundle(bundle, into, own, before));
    }
    if (place == null) {
      throw new IllegalStateException("either a bundle or a store");
    }
    SpeakUpSettings settings = place.settings();
    return GuardianCommand.value(
        GuardianWork.on(
            place.store(),
            place.keys(),
            settings.codeLists(),
            settings.retention(),
            own,
            before,
            Clock.systemUTC()));
  }
}
