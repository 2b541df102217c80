package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Evidence.median;
import static dev.skew.rehearse.fidelity.Evidence.most;

import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Latency;
import dev.skew.rehearse.fidelity.Experiment.SlowMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The behaviours that show in how long requests take. */
final class LatencyBehaviours {

  /**
   * A recording is one run of each set-up, in which no leader changed. One in twenty may be an
   * exception and would still be likely to be missed; more may not.
   */
  private static final double SHARE_OF_CALM_RUNS = 0.95;

  private final Evidence evidence;
  private final List<Behaviour> behaviours = new ArrayList<>();

  private LatencyBehaviours(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Behaviour> judge(Evidence evidence) {
    LatencyBehaviours judge = new LatencyBehaviours(evidence);
    judge.delaysAddUp();
    judge.quorumHidesLoss();
    judge.slowMember();
    return judge.behaviours;
  }

  private void add(int number, String what, boolean happened, String seen, Object... values) {
    behaviours.add(new Behaviour(number, what, happened, String.format(Locale.ROOT, seen, values)));
  }

  private void delaysAddUp() {
    boolean all = true;
    int cells = 0;
    StringBuilder seen = new StringBuilder();
    for (Latency experiment : evidence.experiments(Latency.class)) {
      Cluster cluster = experiment.cluster();
      if (cluster.lossRatio() > 0 || cluster.oneWayMillis() == 0) {
        continue;
      }
      double delay = cluster.oneWayMillis();
      Observations observed = evidence.of(experiment);
      double leader = overhead(observed, "put leader", 2 * delay);
      double follower = overhead(observed, "put follower", 4 * delay);
      double read = overhead(observed, "lin_read leader", 2 * delay);
      double remoteRead = overhead(observed, "lin_read follower", 4 * delay);
      double local = overhead(observed, "serial_read follower", 0);
      all &= near(leader, 3) && near(follower, 4) && near(read, 3) && near(remoteRead, 4);
      all &= near(local, 2);
      cells++;
      seen.append(
          String.format(
              Locale.ROOT,
              "%d nodes %.0f ms: %s %s %s %s %s; ",
              cluster.nodes(),
              delay,
              tenths(leader),
              tenths(follower),
              tenths(read),
              tenths(remoteRead),
              tenths(local)));
    }
    if (cells > 0) {
      add(
          5,
          "a put through the leader takes two delays and 1 to 2.5 ms, through a follower four and 2"
              + " to 3.5 ms; reads likewise without the disk; a serializable read is local",
          all,
          "beyond the delays (put leader, follower, read leader, follower, local) %s",
          seen);
    }
  }

  /** A dash for what a cell of the recordings does not hold. */
  private static String tenths(double millis) {
    return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%.1f", millis);
  }

  private static double overhead(Observations observed, String metric, double delays) {
    double[] values = observed.values(metric);
    java.util.Arrays.sort(values);
    return median(values) - delays;
  }

  /** Also true where nothing was measured. */
  private static boolean near(double overhead, double most) {
    return Double.isNaN(overhead) || (overhead > 0 && overhead < most);
  }

  private void quorumHidesLoss() {
    double[] clean =
        evidence.values(
            Latency.class,
            e -> e.name().startsWith("C") && e.cluster().lossRatio() == 0,
            "put leader");
    double[] light = lossy(0.001, 0.05, "put leader");
    double[] heavy = lossy(0.05, 0.2, "put leader");
    if (heavy.length == 0 && light.length == 0) {
      return;
    }
    double[] terms =
        evidence.values(Latency.class, e -> e.cluster().lossRatio() > 0, "term_changes");
    double[] worst = heavy.length > 0 ? heavy : light;
    double p99 = Statistics.nearestRank(worst, 99);
    double calm = Evidence.share(terms, campaigns -> campaigns == 0);
    boolean hidden = clean.length == 0 || median(worst) - median(clean) < 2.5;
    add(
        6,
        "the quorum hides loss from the median; the tail comes from TCP, near 20 to 200 ms and again"
            + " beyond its least retransmission time-out; the leader stays",
        hidden && (heavy.length == 0 || p99 > 150) && calm >= SHARE_OF_CALM_RUNS,
        "medians %.1f without, %.1f light, %.1f heavy loss; 90th and 99th percentile %.0f and"
            + " %.0f ms; no campaign in %s of runs",
        median(clean),
        median(light),
        median(heavy),
        Statistics.nearestRank(worst, 90),
        p99,
        Evidence.percent(calm));
  }

  private double[] lossy(double above, double upTo, String metric) {
    return evidence.values(
        Latency.class,
        e -> e.cluster().lossRatio() > above && e.cluster().lossRatio() <= upTo,
        metric);
  }

  private void slowMember() {
    double[] fast = evidence.values(SlowMember.class, e -> !e.slowLeader(), "put leader");
    double[] through = evidence.values(SlowMember.class, e -> !e.slowLeader(), "put slow_follower");
    double[] leads = evidence.values(SlowMember.class, SlowMember::slowLeader, "put leader");
    if (fast.length == 0 && leads.length == 0) {
      return;
    }
    double[] terms = evidence.values(SlowMember.class, "term_changes");
    boolean cheap = fast.length == 0 || median(fast) < 8;
    boolean dear = leads.length == 0 || median(leads) > 150;
    add(
        15,
        "a slow follower costs other clients nothing and causes no election; a slow leader costs"
            + " every put a slow round trip",
        cheap && dear && most(terms) == 0,
        "put through the leader beside a slow follower %.1f ms, through the slow follower %.0f,"
            + " through a slow leader %.0f; campaigns %.0f",
        median(fast),
        median(through),
        median(leads),
        most(terms));
  }
}
