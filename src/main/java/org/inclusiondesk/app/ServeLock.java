package org.inclusiondesk.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether this is the only process that serves from a {@code DATA_DIR}. The operating system
 * gives the lock back when the process ends, however it ends.
 */
final class ServeLock implements AutoCloseable {
  private final FileChannel channel;
  private final @Nullable FileLock lock;

  private ServeLock(FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock if nobody holds it.
   *
   * @throws StartFault if the file cannot be made
   */
  static ServeLock take(Path dataDir) {
    Path file = dataDir.resolve("serve.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        return new ServeLock(channel, channel.tryLock());
      } catch (OverlappingFileLockException heldByThisProcess) {
        return new ServeLock(channel, null);
      }
    } catch (IOException fault) {
      throw new StartFault(
          file + " cannot be written. Check the rights of DATA_DIR and its free space.");
    }
  }

  /** Whether no other process serves. */
  boolean alone() {
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
