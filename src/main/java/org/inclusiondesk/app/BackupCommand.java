package org.inclusiondesk.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the databases while the service runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Writes both databases into one zip file, while the service runs or not.",
      "The field keys and the guardians' keys are not in it: keep them apart."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Settings settings = Setup.load(config.directory()).settings();
    if (file == null) {
      throw new IllegalStateException("picocli lets no required parameter be absent");
    }
    Backup.write(settings.dataDir(), file);
    config.out().println("Backed up to " + file + ".");
    return 0;
  }
}
