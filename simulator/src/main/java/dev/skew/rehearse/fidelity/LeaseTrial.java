package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.Leases;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;

/** Experiment F: leases are granted through a follower and left to expire. */
final class LeaseTrial {

  private static final long REQUEST_TIMEOUT_NANOS = 10 * SECOND;

  private final Driver driver;
  private final Bench bench;
  private final Leases experiment;
  private final SeriesBuilder series;

  LeaseTrial(Bench bench, Leases experiment, SeriesBuilder series) {
    this.driver = new Driver(bench);
    this.bench = bench;
    this.experiment = experiment;
    this.series = series;
  }

  void run() {
    int leader = driver.boot();
    if (leader < 0) {
      return;
    }
    int member = driver.anyFollower(leader);
    int leases = experiment.leases();
    long[] granted = new long[leases];
    double[] gone = new double[leases];
    long firstNanos = bench.nowNanos();
    long everyNanos = Math.round(experiment.grantEveryMillis() * MILLISECOND);
    for (int i = 0; i < leases; i++) {
      bench.runUntil(Math.max(bench.nowNanos(), firstNanos + i * everyNanos));
      granted[i] = bench.nowNanos();
      grant(member, i + 1);
    }
    long crashNanos = 0;
    if (experiment.crashAfterMillis() > 0) {
      crashNanos = firstNanos + Math.round(experiment.crashAfterMillis() * MILLISECOND);
      bench.runUntil(Math.max(bench.nowNanos(), crashNanos));
      bench.crash(leader);
    }
    awaitExpiry(member, granted, gone);
    tellExpiry(granted, gone, crashNanos, leader);
  }

  /** Grants and binds a key, one after the other. */
  private void grant(int member, long lease) {
    boolean[] done = new boolean[1];
    bench.grantLease(
        member,
        lease,
        experiment.ttlSeconds(),
        new Caller(REQUEST_TIMEOUT_NANOS, r -> done[0] = true));
    bench.runUntilReplied(() -> done[0], bench.nowNanos() + REQUEST_TIMEOUT_NANOS);
    Reply[] bound = new Reply[1];
    bench.putWithLease(
        member, key(lease), lease, new Caller(REQUEST_TIMEOUT_NANOS, reply -> bound[0] = reply));
    bench.runUntilReplied(() -> bound[0] != null, bench.nowNanos() + REQUEST_TIMEOUT_NANOS);
  }

  private static String key(long lease) {
    return "lease-" + lease;
  }

  private void awaitExpiry(int member, long[] granted, double[] gone) {
    int[] open = {granted.length};
    long withinNanos = Math.round((experiment.ttlSeconds() * 3 + 20) * SECOND);
    driver.pollUntil(
        () -> {
          Status status = driver.poll(member);
          for (int i = 0; i < granted.length && status != null; i++) {
            if (gone[i] == 0 && !status.hasKey().contains(key(i + 1))) {
              gone[i] = bench.nowNanos();
              open[0]--;
            }
          }
          return open[0] == 0;
        },
        withinNanos);
  }

  private void tellExpiry(long[] granted, double[] gone, long crashNanos, int leader) {
    TrialLog elected =
        TrialLog.since(bench, crashNanos).of(member -> member != leader).electedLeaders();
    for (int i = 0; i < granted.length; i++) {
      if (gone[i] == 0) {
        continue;
      }
      series.add("expiry_since_grant", Series.Unit.MILLIS, (gone[i] - granted[i]) / 1e6);
      if (crashNanos > 0 && !elected.isEmpty()) {
        series.add(
            "expiry_since_new_leader",
            Series.Unit.MILLIS,
            (gone[i] - elected.last().atNanos()) / 1e6);
      }
    }
  }
}
