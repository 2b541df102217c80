package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.List;
import java.util.Objects;

/** Experiment G: leadership is handed round; then to the leader itself, and to nobody. */
final class MoveLeaderTrial {

  private static final long TIMEOUT_NANOS = 5 * SECOND;

  private final Driver driver;
  private final Bench bench;
  private final SeriesBuilder series;

  MoveLeaderTrial(Bench bench, SeriesBuilder series) {
    this.driver = new Driver(bench);
    this.bench = bench;
    this.series = series;
  }

  void run(int moves) {
    int leader = driver.boot();
    for (int i = 0; i < moves && leader >= 0; i++) {
      Reply reply = move(leader, driver.anyFollower(leader));
      tell("rpc", reply);
      leader = driver.settle();
    }
    if (leader < 0) {
      return;
    }
    tell("rpc_to_itself", move(leader, leader));
    int unreachable = driver.anyFollower(leader);
    bench.cutOff(List.of(unreachable));
    tell("rpc_to_unreachable", move(leader, unreachable));
    Status status = bench.status(leader);
    series.add(
        "leader_stays_after_failed_move",
        Series.Unit.COUNT,
        status != null && status.leader() == leader ? 1 : 0);
  }

  private void tell(String metric, Reply reply) {
    series.add(
        reply.isOk() ? metric : metric + " " + reply.status(), Series.Unit.MILLIS, reply.millis());
  }

  private Reply move(int from, int to) {
    Reply[] answer = new Reply[1];
    bench.moveLeader(from, to, new Caller(TIMEOUT_NANOS, reply -> answer[0] = reply));
    bench.runUntilReplied(() -> answer[0] != null, bench.nowNanos() + 2 * TIMEOUT_NANOS);
    return Objects.requireNonNull(answer[0], "a request ends with an answer or its time-out");
  }
}
