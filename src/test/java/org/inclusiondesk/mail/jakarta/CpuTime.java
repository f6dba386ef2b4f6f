package org.inclusiondesk.mail.jakarta;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The time that work takes of a processor, however busy the machine is. */
final class CpuTime {
  private CpuTime() {}

  static Duration of(Runnable work) {
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun);
  }
}
