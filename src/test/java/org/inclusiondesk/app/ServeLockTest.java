package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeLockTest {
  @TempDir private Path directory;

  @Test
  void isAloneOnlyWhileNobodyElseServes() throws Exception {
    try (ServeLock first = ServeLock.take(directory)) {
      assertThat(first.alone()).isTrue();
      try (ServeLock second = ServeLock.take(directory)) {
        assertThat(second.alone()).isFalse();
      }
    }
    try (ServeLock after = ServeLock.take(directory)) {
      assertThat(after.alone()).isTrue();
    }
  }

  @Test
  void saysWhatToMendWhereItCannotBeTaken() {
    assertThatThrownBy(() -> ServeLock.take(directory.resolve("none")))
        .isInstanceOf(StartFault.class)
        .hasMessageContaining("serve.lock");
  }
}
