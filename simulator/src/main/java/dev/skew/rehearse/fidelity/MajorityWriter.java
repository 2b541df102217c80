package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Connection;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.ArrayList;
import java.util.List;

/** The closed-loop writer of experiment D, on one member of the majority. */
final class MajorityWriter {

  private static final long PACE_NANOS = 20 * MILLISECOND;
  private static final long TIMEOUT_NANOS = 10 * SECOND;
  private static final long TURNAROUND_NANOS = 500_000;

  /** The recordings keep every fifth of its puts. */
  private static final int SAMPLED = 5;

  private final Bench bench;
  private final int member;
  private final SeriesBuilder series;
  private final List<Long> successes = new ArrayList<>();
  private int puts;
  private int errors;
  private long endNanos;

  MajorityWriter(Bench bench, int member, SeriesBuilder series) {
    this.bench = bench;
    this.member = member;
    this.series = series;
  }

  void begin(long untilNanos) {
    endNanos = untilNanos;
    put();
  }

  private void put() {
    if (bench.nowNanos() >= endNanos) {
      return;
    }
    int number = puts++;
    bench.put(
        member,
        "majority-" + number,
        Connection.KEPT,
        new Caller(TIMEOUT_NANOS, reply -> onReply(number, reply)));
  }

  private void onReply(int number, Reply reply) {
    if (number % SAMPLED == 0) {
      series.add(
          PartitionTrial.metric(
              "majority", "put(1of5 sampled)", TIMEOUT_NANOS / SECOND, reply.status()),
          Series.Unit.MILLIS,
          reply.millis());
    }
    if (reply.isOk()) {
      successes.add(reply.endedNanos());
    } else {
      errors++;
    }
    bench.at(
        Math.max(reply.beganNanos() + PACE_NANOS, bench.nowNanos() + TURNAROUND_NANOS), this::put);
  }

  /** Longest times without a success before, during and after the cut. */
  void tellGaps(long cutNanos, long healNanos) {
    millis("majority_max_write_gap_before", longestGap(Long.MIN_VALUE, cutNanos));
    millis("majority_max_write_gap_during_partition", longestGap(cutNanos, healNanos));
    millis("majority_max_write_gap_after_heal", longestGap(healNanos, Long.MAX_VALUE));
    series.add("majority_writer_errors", Series.Unit.COUNT, errors);
    series.add("majority_writer_ok", Series.Unit.COUNT, successes.size());
  }

  /** A gap belongs to the time in which it ends. */
  private double longestGap(long fromNanos, long toNanos) {
    long longest = 0;
    for (int i = 1; i < successes.size(); i++) {
      long end = successes.get(i);
      if (end > fromNanos && end <= toNanos) {
        longest = Math.max(longest, end - successes.get(i - 1));
      }
    }
    return longest / 1e6;
  }

  private void millis(String metric, double value) {
    series.add(metric, Series.Unit.MILLIS, value);
  }
}
