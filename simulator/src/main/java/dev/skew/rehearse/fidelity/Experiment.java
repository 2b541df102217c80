package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One recorded experiment: how it was set up, and what was measured. */
public sealed interface Experiment {

  /** The part that all experiments have. */
  Recorded recorded();

  default String name() {
    return recorded().name();
  }

  /** Whether its values are one run of requests, each sent after the one before was answered. */
  default boolean isOneRunOfRequests() {
    return this instanceof Latency || this instanceof SlowMember;
  }

  /**
   * What a recording says of an experiment, whatever kind it is.
   *
   * @param name unique within a folder
   * @param columns the set-up as the recording's own columns give it
   * @param repetitions how often the whole experiment was run
   */
  record Recorded(String name, Map<String, String> columns, int repetitions, List<Series> series) {

    public Recorded {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      series = List.copyOf(series);
    }
  }

  /**
   * The cluster and its peer network.
   *
   * @param oneWayMillis constant delay of each direction of each peer link
   * @param lossRatio independent loss of each packet on the peer links
   * @param emulated whether peer packets pass the userspace switch, which costs a little
   * @param ramDisk whether data directories were on tmpfs, where a sync is free
   */
  record Cluster(
      int nodes,
      double oneWayMillis,
      double lossRatio,
      boolean preVote,
      boolean emulated,
      boolean ramDisk) {

    static Cluster of(int nodes, double oneWayMillis) {
      return new Cluster(nodes, oneWayMillis, 0, false, true, false);
    }

    Cluster withLoss(double ratio) {
      return new Cluster(nodes, oneWayMillis, ratio, preVote, emulated, ramDisk);
    }

    Cluster withPreVote(boolean on) {
      return new Cluster(nodes, oneWayMillis, lossRatio, on, emulated, ramDisk);
    }

    Cluster withoutSwitch() {
      return new Cluster(nodes, oneWayMillis, lossRatio, preVote, false, ramDisk);
    }
  }

  /** The leader fails; how long until another leads, and what happens when the first returns. */
  record Failover(Recorded recorded, Cluster cluster, Mode mode) implements Experiment {

    /** How the leader fails. */
    public enum Mode {
      CRASH,
      STOP,
      ISOLATE,
      IFDOWN
    }
  }

  /** One client, one connection, one request after another. */
  record Latency(Recorded recorded, Cluster cluster, List<Block> blocks) implements Experiment {

    public Latency {
      blocks = List.copyOf(blocks);
    }
  }

  /** One member's links are slow and jittery. */
  record SlowMember(
      Recorded recorded, Cluster cluster, boolean reorder, boolean slowLeader, List<Block> blocks)
      implements Experiment {

    public SlowMember {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Some members are cut off for a while.
   *
   * @param leaderSide whether the leader is among those cut off
   */
  record Partition(
      Recorded recorded, Cluster cluster, int isolated, boolean leaderSide, double seconds)
      implements Experiment {}

  /**
   * Leases are granted one after another and left to expire.
   *
   * @param crashAfterMillis from the first grant to the leader's death; 0 when it lives
   */
  record Leases(
      Recorded recorded,
      Cluster cluster,
      double ttlSeconds,
      int leases,
      double grantEveryMillis,
      double crashAfterMillis)
      implements Experiment {}

  /** Leadership is handed over on request. */
  record MoveLeader(Recorded recorded, Cluster cluster) implements Experiment {}

  /**
   * A closed-loop writer goes round the members while the leader fails and comes back.
   *
   * @param mode crash or isolate
   * @param fromSeconds when the writer begins, counted from the fault
   * @param backAfterSeconds from the fault to restart or heal
   * @param toSeconds when the writer ends, counted from the fault
   */
  record WriterTimeline(
      Recorded recorded,
      Cluster cluster,
      Failover.Mode mode,
      double fromSeconds,
      double backAfterSeconds,
      double toSeconds)
      implements Experiment {}

  /**
   * A run of equal requests to one member.
   *
   * @param operation put, lin_read or serial_read
   * @param target leader, follower, fast_follower or slow_follower
   * @param everyMillis pace of the client; 0 for one request right after another
   * @param loadAverage of the host at that time
   */
  record Block(
      String operation, String target, int requests, double everyMillis, double loadAverage) {

    public String metric() {
      return operation + " " + target;
    }
  }

  /** Collects values by metric in the order in which metrics appear. */
  final class SeriesBuilder {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, Series.Unit> units = new LinkedHashMap<>();

    public void add(String metric, Series.Unit unit, double value) {
      values.computeIfAbsent(metric, m -> new ArrayList<>()).add(value);
      units.put(metric, unit);
    }

    public List<Series> build() {
      List<Series> series = new ArrayList<>();
      values.forEach(
          (metric, all) ->
              series.add(
                  new Series(
                      metric,
                      units.getOrDefault(metric, Series.Unit.MILLIS),
                      all.stream().mapToDouble(Double::doubleValue).toArray())));
      return series;
    }
  }
}
