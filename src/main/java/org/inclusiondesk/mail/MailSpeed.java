package org.inclusiondesk.mail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * How fast mails are read by one thread.
 *
 * @param mails how many different ones
 * @param perSecond how many in a second of processor time, garbage collection not counted
 * @param slowest the longest that one took after the first round, in milliseconds of processor time
 * @param slowestAtFirst the same in the first round, when nothing is compiled yet
 */
public record MailSpeed(int mails, double perSecond, double slowest, double slowestAtFirst) {
  private static final long LONG_ENOUGH = 5_000_000_000L;
  private static final double MILLISECOND = 1e6;

  static MailSpeed of(List<byte[]> mails, Function<byte[], IncomingMail> parser) {
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    double slowestAtFirst = round(mails, parser, processor);
    long begun = processor.getCurrentThreadCpuTime();
    long read = 0;
    double slowest = 0;
    while (!mails.isEmpty() && processor.getCurrentThreadCpuTime() - begun < LONG_ENOUGH) {
      slowest = Math.max(slowest, round(mails, parser, processor));
      read += mails.size();
    }
    double seconds = (processor.getCurrentThreadCpuTime() - begun) / (1000 * MILLISECOND);
    return new MailSpeed(mails.size(), read / seconds, slowest, slowestAtFirst);
  }

  private static double round(
      List<byte[]> mails, Function<byte[], IncomingMail> parser, ThreadMXBean processor) {
    double slowest = 0;
    for (byte[] mail : mails) {
      long begun = processor.getCurrentThreadCpuTime();
      Objects.requireNonNull(parser.apply(mail));
      slowest = Math.max(slowest, (processor.getCurrentThreadCpuTime() - begun) / MILLISECOND);
    }
    return slowest;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "mails=%d messages_per_cpu_second=%.0f slowest_ms=%.1f slowest_in_first_round_ms=%.1f",
        mails,
        perSecond,
        slowest,
        slowestAtFirst);
  }
}
