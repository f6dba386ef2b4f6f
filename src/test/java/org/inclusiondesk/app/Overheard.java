package org.inclusiondesk.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Everything that is logged and printed while it is open: the desk's own loggers down to TRACE,
 * others down to INFO unless logback.xml names them, exceptions with their messages, standard
 * output and error.
 */
final class Overheard implements AutoCloseable {
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = logger("org.inclusiondesk");
  private final Level rootBefore = root.getLevel();
  private final Level oursBefore = ours.getLevel();
  private final boolean bridged = SLF4JBridgeHandler.isInstalled();

  Overheard() {
    if (!bridged) {
      SLF4JBridgeHandler.install();
    }
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.INFO);
    ours.setLevel(Level.TRACE);
    PrintStream capture = new PrintStream(console, true, StandardCharsets.UTF_8);
    System.setOut(capture);
    System.setErr(capture);
  }

  /** What was printed alone. */
  String printed() {
    return console.toString(StandardCharsets.UTF_8);
  }

  /** All of it. */
  String everything() {
    StringBuilder heard = new StringBuilder(printed());
    for (ILoggingEvent event : List.copyOf(appender.list)) {
      heard.append(event.getThreadName()).append(' ').append(event.getLoggerName()).append(' ');
      heard.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        heard.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return heard.toString();
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    root.detachAppender(appender);
    root.setLevel(rootBefore);
    ours.setLevel(oursBefore);
    if (!bridged) {
      SLF4JBridgeHandler.uninstall();
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
