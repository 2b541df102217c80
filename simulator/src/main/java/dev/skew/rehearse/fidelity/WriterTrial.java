package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Connection;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.Failover.Mode;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.rehearse.fidelity.Experiment.WriterTimeline;
import dev.skew.world.raft.RaftNotice;
import java.util.List;

/** The writer of experiment G's time series, and what a scrape each second would have shown. */
final class WriterTrial {

  private static final long PACE_NANOS = 100 * MILLISECOND;
  private static final long TIMEOUT_NANOS = SECOND;

  private final Driver driver;
  private final Bench bench;
  private final WriterTimeline experiment;
  private final SeriesBuilder series;
  private long endNanos;
  private int puts;
  private boolean scrapedWithoutLeader;

  WriterTrial(Bench bench, WriterTimeline experiment, SeriesBuilder series) {
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
    long faultNanos = bench.nowNanos() + Math.round(-experiment.fromSeconds() * SECOND);
    long backNanos = faultNanos + Math.round(experiment.backAfterSeconds() * SECOND);
    endNanos = faultNanos + Math.round(experiment.toSeconds() * SECOND);
    put();
    bench.runUntil(faultNanos);
    boolean crash = experiment.mode() == Mode.CRASH;
    if (crash) {
      bench.crash(leader);
    } else {
      bench.cutOff(List.of(leader));
    }
    scrape(leader, faultNanos + SECOND / 2, backNanos);
    bench.runUntil(backNanos);
    if (crash) {
      bench.start(leader);
    } else {
      bench.heal();
    }
    bench.runUntil(Math.max(endNanos, backNanos) + 2 * SECOND);
    tellMetrics(leader, faultNanos, backNanos);
  }

  private void put() {
    if (bench.nowNanos() > endNanos) {
      return;
    }
    int member = puts++ % bench.members();
    bench.put(
        member,
        "writer-" + puts,
        Connection.NEW,
        new Caller(
            TIMEOUT_NANOS,
            reply -> {
              series.add("writer put " + reply.status(), Series.Unit.MILLIS, reply.millis());
              bench.at(
                  Math.max(reply.beganNanos() + PACE_NANOS, bench.nowNanos() + MILLISECOND),
                  this::put);
            }));
  }

  /** {@code etcd_server_has_leader} of the survivors, once a second. */
  private void scrape(int failed, long atNanos, long untilNanos) {
    if (atNanos > untilNanos) {
      return;
    }
    bench.at(
        Math.max(atNanos, bench.nowNanos()),
        () -> {
          for (int member = 0; member < bench.members(); member++) {
            Status status = bench.status(member);
            scrapedWithoutLeader |= member != failed && status != null && status.leader() < 0;
          }
          scrape(failed, atNanos + SECOND, untilNanos);
        });
  }

  /** {@code etcd_server_leader_changes_seen_total} counts new leaders, not losses. */
  private void tellMetrics(int failed, long faultNanos, long backNanos) {
    series.add(
        "scrapes_without_leader_among_survivors", Series.Unit.COUNT, scrapedWithoutLeader ? 1 : 0);
    if (experiment.mode() == Mode.CRASH) {
      series.add(
          "leader_changes_seen_since_restart",
          Series.Unit.COUNT,
          TrialLog.since(bench, backNanos).of(member -> member == failed).newLeadersSeen().size());
    }
    TrialLog survivor =
        TrialLog.since(bench, faultNanos)
            .until(backNanos)
            .of(member -> member == (failed + 1) % bench.members());
    int losses = survivor.lostLeaders().size();
    int changes = survivor.newLeadersSeen().size();
    series.add("leader_losses_of_a_survivor", Series.Unit.COUNT, losses);
    series.add("leader_changes_of_a_survivor", Series.Unit.COUNT, changes);
  }

  /** Whether a notice is one of the changes that the metric counts. */
  static boolean counts(RaftNotice notice) {
    return notice instanceof RaftNotice.LeaderChanged change && change.to() != null;
  }
}
