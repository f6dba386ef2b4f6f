package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.inclusiondesk.speakup.ConcernStoreException;
import org.inclusiondesk.store.StoreFault;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Where the program starts. Exit status 0: done; 1: a fault that the user can mend, told on
 * standard error; 2: wrong usage.
 */
@Command(
    name = Main.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "A Teams bot and mail gateway for equality questions, staff networks and speaking up.",
    subcommands = {
      ServeCommand.class,
      AskCommand.class,
      CheckCommand.class,
      MailCommand.class,
      DigestCommand.class,
      GuardianCommand.class,
      PersonCommand.class,
      BackupCommand.class
    },
    footer = {
      "",
      "Without a command it serves. 'inclusion-desk COMMAND --help' tells more.",
      "DATA_DIR says where its files lie (./data)."
    })
public final class Main implements Callable<Integer> {
  static final String NAME = "inclusion-desk";

  private static final String SERVE = "serve";
  private static final int MENDABLE = 1;

  @Mixin private @Nullable ConfigOption config;

  private Main() {}

  /** Runs the command that the arguments name and ends the process with its status. */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(arguments));
  }

  /** Runs the command that the arguments name and returns its status. */
  static int run(String... arguments) {
    boolean serves = arguments.length == 0 || arguments[0].equals(SERVE);
    CommandLine commands = serves ? serve() : new CommandLine(new Main());
    commands.setExecutionExceptionHandler(
        (fault, line, parsed) -> {
          tell(line.getErr(), fault);
          return MENDABLE;
        });
    return commands.execute(
        serves ? Arrays.stream(arguments).skip(1).toArray(String[]::new) : arguments);
  }

  /** The command to serve by itself: to read all others too takes a start a third of a second. */
  private static CommandLine serve() {
    return new CommandLine(new ServeCommand()).setCommandName(NAME + " " + SERVE);
  }

  private static void tell(PrintWriter err, Exception fault) {
    if (fault instanceof StartFault start) {
      start.lines().forEach(err::println);
    } else if (fault instanceof StoreFault || fault instanceof ConcernStoreException) {
      err.println(fault.getMessage());
    } else {
      err.println(
          "The desk made a mistake of its own. Please report it, with the command that you typed and"
              + " these lines:");
      // Where it happened, but not the message, which may hold what somebody wrote.
      for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
        err.println(cause.getClass().getName());
        for (StackTraceElement frame : cause.getStackTrace()) {
          err.println("  at " + frame);
        }
      }
    }
    err.flush();
  }

  @Override
  public Integer call() {
    return new ServeCommand().serve(config == null ? null : config.directory());
  }

  /** The version stands in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** The option that every command takes. */
  static final class ConfigOption {
    @CommandLine.Option(
        names = "--config",
        paramLabel = "DIR",
        description = "The configuration directory; else ./config, else the program's own copy.")
    private @Nullable Path directory;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Where the command writes its results. */
    PrintWriter out() {
      return Output.of(command);
    }

    /** Where the command says what is not a result. */
    PrintWriter errors() {
      return Output.errorsOf(command);
    }

    /** The directory, named behind the command or before it; null where none was named. */
    @Nullable Path directory() {
      Path given = directory;
      for (CommandSpec spec = command; given == null && spec != null; spec = spec.parent()) {
        given = spec.findOption("--config").getValue();
      }
      return given;
    }
  }
}
