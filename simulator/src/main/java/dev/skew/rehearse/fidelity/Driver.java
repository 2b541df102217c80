package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Bench.Status;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What all drivers of the recordings do: wait for a leader, poll status, let time go by. */
final class Driver {

  static final long MILLISECOND = 1_000_000L;
  static final long SECOND = 1_000_000_000L;

  /** Between two rounds of status calls. */
  private static final long POLL_PAUSE_NANOS = 10 * MILLISECOND;

  /** One status call: the gateway's cost without any consensus. */
  private static final long STATUS_CALL_NANOS = 700_000L;

  private static final long GIVE_UP_NANOS = 60 * SECOND;

  private final Bench bench;

  Driver(Bench bench) {
    this.bench = bench;
  }

  Bench bench() {
    return bench;
  }

  double millisSince(long fromNanos) {
    return (bench.nowNanos() - fromNanos) / 1e6;
  }

  void sleep(long nanos) {
    bench.runUntil(bench.nowNanos() + nanos);
  }

  /** Sleeps a whole number of microseconds between the bounds. */
  void sleepBetween(double leastSeconds, double mostSeconds) {
    double seconds = leastSeconds + (mostSeconds - leastSeconds) * bench.random().nextDouble();
    sleep(Math.round(seconds * 1e6) * 1_000);
  }

  /**
   * Starts all members at once, waits until all of them agree on a leader, makes the network what
   * the experiment needs, and waits a while more.
   */
  int boot() {
    for (int member = 0; member < bench.members(); member++) {
      bench.start(member);
    }
    pollUntil(() -> agreedLeader() >= 0, GIVE_UP_NANOS);
    bench.applyDelays();
    return settle();
  }

  /** Waits until all members that answer know the same leader, then a random while more. */
  int settle() {
    pollUntil(() -> agreedLeader() >= 0, GIVE_UP_NANOS);
    sleepBetween(2, 3);
    if (agreedLeader() < 0) {
      pollUntil(() -> agreedLeader() >= 0, GIVE_UP_NANOS);
    }
    return agreedLeader();
  }

  /** The leader that every answering member knows, and that leads; -1 when they disagree. */
  int agreedLeader() {
    int leader = -1;
    for (int member = 0; member < bench.members(); member++) {
      Status status = bench.status(member);
      if (status == null) {
        continue;
      }
      if (status.leader() < 0 || (leader >= 0 && status.leader() != leader)) {
        return -1;
      }
      leader = status.leader();
    }
    return leader;
  }

  /** One status call to a member; takes its time even when nobody answers. */
  @Nullable Status poll(int member) {
    Status status = bench.status(member);
    sleep(STATUS_CALL_NANOS);
    return status;
  }

  /**
   * Rounds of polling until something holds.
   *
   * @param holds makes its own status calls, each taking its time
   * @return false when it did not hold in time
   */
  boolean pollUntil(BooleanSupplier holds, long withinNanos) {
    long untilNanos = bench.nowNanos() + withinNanos;
    while (bench.nowNanos() <= untilNanos) {
      if (holds.getAsBoolean()) {
        return true;
      }
      sleep(POLL_PAUSE_NANOS);
    }
    return false;
  }

  /** A follower of the present leader, chosen by chance. */
  int anyFollower(int leader) {
    int choice = bench.random().nextInt(bench.members() - 1);
    return choice < leader ? choice : choice + 1;
  }
}
