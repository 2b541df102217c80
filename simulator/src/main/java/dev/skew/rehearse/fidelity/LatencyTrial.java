package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Connection;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.Block;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.world.kv.Consistency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Experiments B, C and E: blocks of requests, one at a time, over one open connection. */
final class LatencyTrial {

  private static final long CLIENT_TIMEOUT_NANOS = 20 * SECOND;

  /** What the driver does between an answer and its next request. */
  private static final long TURNAROUND_NANOS = 50_000;

  private static final long WARM_UP_NANOS = 500 * MILLISECOND;

  private final Driver driver;
  private final Bench bench;
  private final SeriesBuilder series;
  private final int slowMember;
  private @Nullable Reply answer;

  /**
   * @param slowMember whose links are slow, or -1
   */
  LatencyTrial(Bench bench, SeriesBuilder series, int slowMember) {
    this.driver = new Driver(bench);
    this.bench = bench;
    this.series = series;
    this.slowMember = slowMember;
  }

  /**
   * Runs every block, as long as the recorded one: what a connection has been through shows in its
   * later requests.
   *
   * @param slowLeads whether the slow member has to lead
   */
  void run(List<Block> blocks, boolean slowLeads) {
    int leader = driver.boot();
    if (slowMember >= 0 && leader >= 0 && slowLeads != (leader == slowMember)) {
      handOver(leader, slowLeads ? slowMember : (slowMember + 1) % bench.members());
    }
    long beganNanos = bench.nowNanos();
    for (Block block : blocks) {
      leader = driver.settle();
      if (leader >= 0) {
        run(block, leader);
      }
    }
    TrialLog log = TrialLog.since(bench, beganNanos);
    series.add("term_changes", Series.Unit.COUNT, log.campaigns().size());
  }

  private void handOver(int from, int to) {
    boolean[] done = new boolean[1];
    bench.moveLeader(from, to, new Caller(CLIENT_TIMEOUT_NANOS, reply -> done[0] = true));
    driver.pollUntil(() -> done[0], CLIENT_TIMEOUT_NANOS);
  }

  private void run(Block block, int leader) {
    int member = memberFor(block.target(), leader);
    Status status = bench.status(member);
    if (status == null) {
      return;
    }
    bench.hostLoad(block.loadAverage());
    driver.sleep(WARM_UP_NANOS);
    long nextNanos = bench.nowNanos();
    long paceNanos = Math.round(block.everyMillis() * MILLISECOND);
    for (int i = 0; i < block.requests(); i++) {
      Reply reply = ask(block, member, i);
      series.add(
          reply.isOk() ? block.metric() : block.metric() + " " + reply.status(),
          Series.Unit.MILLIS,
          reply.millis());
      nextNanos = Math.max(nextNanos + paceNanos, bench.nowNanos() + TURNAROUND_NANOS);
      bench.runUntil(nextNanos);
    }
  }

  private Reply ask(Block block, int member, int number) {
    answer = null;
    Caller caller = new Caller(CLIENT_TIMEOUT_NANOS, reply -> answer = reply);
    switch (block.operation()) {
      case "put" -> bench.put(member, "latency-" + number, Connection.KEPT, caller);
      case "lin_read" -> bench.read(member, Consistency.LINEARIZABLE, Connection.KEPT, caller);
      default -> bench.read(member, Consistency.SERIALIZABLE, Connection.KEPT, caller);
    }
    bench.runUntilReplied(() -> answer != null, bench.nowNanos() + 2 * CLIENT_TIMEOUT_NANOS);
    return Objects.requireNonNull(answer, "a request ends with an answer or its time-out");
  }

  private int memberFor(String target, int leader) {
    return switch (target) {
      case "leader" -> leader;
      case "slow_follower" -> slowMember;
      case "fast_follower" -> fastFollower(leader);
      default -> driver.anyFollower(leader);
    };
  }

  private int fastFollower(int leader) {
    for (int member = 0; member < bench.members(); member++) {
      if (member != leader && member != slowMember) {
        return member;
      }
    }
    return leader;
  }
}
