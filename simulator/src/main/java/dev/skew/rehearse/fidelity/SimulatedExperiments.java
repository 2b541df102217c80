package dev.skew.rehearse.fidelity;

import dev.skew.kernel.Seed;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Latency;
import dev.skew.rehearse.fidelity.Experiment.Leases;
import dev.skew.rehearse.fidelity.Experiment.MoveLeader;
import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.rehearse.fidelity.Experiment.SlowMember;
import dev.skew.rehearse.fidelity.Experiment.WriterTimeline;
import java.util.function.Consumer;

/** Runs experiments on simulated clusters of etcd members. */
public final class SimulatedExperiments implements ExperimentRunner {

  /**
   * Faults on one cluster, one after another, as the recordings did. Times of elections spread over
   * a second, so that their median needs hundreds of them.
   */
  private static final int TRIALS = 30;

  private static final int MOVES = 4;

  /** The slow member: 100 ms and 50 ms more or less each way. */
  private static final double SLOW_MEAN_MILLIS = 100;

  private static final double SLOW_JITTER_MILLIS = 50;

  @Override
  public Observations run(Experiment experiment, Seed seed) {
    if (experiment instanceof Failover failover) {
      return on(
          failover.cluster(),
          seed,
          (bench, series) -> new FailoverTrial(bench, failover.mode(), series).run(TRIALS));
    }
    if (experiment instanceof Latency latency) {
      return on(
          latency.cluster(),
          seed,
          (bench, series) -> new LatencyTrial(bench, series, -1).run(latency.blocks(), false));
    }
    if (experiment instanceof SlowMember slow) {
      return runSlowMember(slow, seed);
    }
    if (experiment instanceof Partition partition) {
      return on(
          partition.cluster(),
          seed,
          (bench, series) -> new PartitionTrial(bench, partition, series).run());
    }
    if (experiment instanceof Leases leases) {
      return on(
          leases.cluster(), seed, (bench, series) -> new LeaseTrial(bench, leases, series).run());
    }
    if (experiment instanceof MoveLeader move) {
      return on(
          move.cluster(), seed, (bench, series) -> new MoveLeaderTrial(bench, series).run(MOVES));
    }
    if (experiment instanceof WriterTimeline writer) {
      return on(
          writer.cluster(), seed, (bench, series) -> new WriterTrial(bench, writer, series).run());
    }
    throw new AssertionError("unknown experiment " + experiment);
  }

  private static Observations runSlowMember(SlowMember slow, Seed seed) {
    int member = seed.fork("slow-member", "choice").random().nextInt(slow.cluster().nodes());
    return on(
        slow.cluster(),
        seed,
        (bench, series) -> {
          bench.setMemberLinks(
              member,
              LaboratoryHost.slowLink(SLOW_MEAN_MILLIS, SLOW_JITTER_MILLIS, slow.reorder()));
          new LatencyTrial(bench, series, member).run(slow.blocks(), slow.slowLeader());
        });
  }

  /** What to do on a bench. */
  private interface Trial {
    void run(EtcdBench bench, SeriesBuilder series);
  }

  private static Observations on(Cluster cluster, Seed seed, Trial trial) {
    SeriesBuilder series = new SeriesBuilder();
    try (EtcdBench bench = new EtcdBench(cluster, seed)) {
      trial.run(bench, series);
      return new Observations(series.build(), bench.events());
    }
  }

  /** A study of a folder with simulated clusters. */
  public static FidelityStudy study(int seeds, int jobs, Consumer<String> progress) {
    return new FidelityStudy(
        new SimulatedExperiments(), new FidelityStudy.Options(seeds, jobs, 1, progress));
  }
}
