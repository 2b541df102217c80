package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Connection;
import dev.skew.rehearse.fidelity.Bench.Logged;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.Failover.Mode;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Experiment A: the leader fails, the driver watches until another leads and the first is back. */
final class FailoverTrial {

  private static final long PROBE_EVERY_NANOS = 20 * MILLISECOND;
  private static final long PROBE_TIMEOUT_NANOS = 15 * SECOND;
  private static final long ELECTION_WITHIN_NANOS = 30 * SECOND;

  private final Driver driver;
  private final Bench bench;
  private final Mode mode;
  private final SeriesBuilder series;

  private int failed;
  private long faultNanos;
  private long termBefore;
  private @Nullable Reply firstPut;
  private @Nullable Reply putOnIsolated;
  private int probes;
  private boolean probing;

  FailoverTrial(Bench bench, Mode mode, SeriesBuilder series) {
    this.driver = new Driver(bench);
    this.bench = bench;
    this.mode = mode;
    this.series = series;
  }

  /** Boots a cluster and fails its leader again and again, as the recordings did. */
  void run(int trials) {
    driver.boot();
    for (int i = 0; i < trials; i++) {
      int leader = driver.settle();
      if (leader < 0) {
        return;
      }
      trial(leader);
    }
  }

  private void trial(int leader) {
    Status before = bench.status(leader);
    if (before == null) {
      return;
    }
    failed = leader;
    termBefore = before.term();
    firstPut = null;
    putOnIsolated = null;
    probes = 0;
    probing = true;
    faultNanos = bench.nowNanos();
    fail();
    probe();
    int elected = awaitElection();
    if (elected < 0) {
      probing = false;
      bring();
      return;
    }
    driver.pollUntil(() -> firstPut != null, PROBE_TIMEOUT_NANOS);
    Reply put = firstPut;
    if (put != null) {
      millis("first_put", (put.endedNanos() - faultNanos) / 1e6);
    }
    readElectionFromLog();
    if (isCut()) {
      awaitReturnOfIsolated(elected);
    } else if (mode == Mode.CRASH) {
      awaitRestart(elected);
    } else {
      awaitResume(elected);
    }
  }

  private void fail() {
    switch (mode) {
      case CRASH -> bench.crash(failed);
      case STOP -> bench.pause(failed);
      case ISOLATE, IFDOWN -> {
        bench.cutOff(List.of(failed));
        bench.put(
            failed,
            "isolated",
            Connection.NEW,
            new Caller(30 * SECOND, reply -> putOnIsolated = reply));
      }
    }
  }

  private void bring() {
    switch (mode) {
      case CRASH -> bench.start(failed);
      case STOP -> bench.resume(failed);
      case ISOLATE, IFDOWN -> bench.heal();
    }
  }

  private boolean isCut() {
    return mode == Mode.ISOLATE || mode == Mode.IFDOWN;
  }

  /** Puts at a steady pace, whatever becomes of those before, round the survivors. */
  private void probe() {
    if (!probing || firstPut != null) {
      return;
    }
    int survivors = bench.members() - 1;
    int choice = probes++ % survivors;
    int member = choice < failed ? choice : choice + 1;
    bench.put(
        member,
        "probe",
        Connection.NEW,
        new Caller(
            PROBE_TIMEOUT_NANOS,
            reply -> {
              if (reply.isOk() && firstPut == null && reply.beganNanos() >= faultNanos) {
                firstPut = reply;
              }
            }));
    bench.at(bench.nowNanos() + PROBE_EVERY_NANOS, this::probe);
  }

  /** Polls the survivors until one shows a new leader and a higher term. */
  private int awaitElection() {
    int[] elected = {-1};
    boolean[] seen = new boolean[bench.members()];
    driver.pollUntil(
        () -> {
          for (int member = 0; member < bench.members(); member++) {
            Status status = member == failed ? null : driver.poll(member);
            seen[member] = status != null && isNewLeader(status);
            if (status != null && seen[member] && elected[0] < 0) {
              elected[0] = status.leader();
              millis("elected_poll", driver.millisSince(faultNanos));
            }
          }
          return allSurvivors(seen);
        },
        ELECTION_WITHIN_NANOS);
    if (elected[0] >= 0 && allSurvivors(seen)) {
      millis("all_survivors_know_leader", driver.millisSince(faultNanos));
    }
    return elected[0];
  }

  private boolean isNewLeader(Status status) {
    return status.leader() >= 0 && status.leader() != failed && status.term() > termBefore;
  }

  private boolean allSurvivors(boolean[] seen) {
    for (int member = 0; member < seen.length; member++) {
      if (member != failed && !seen[member]) {
        return false;
      }
    }
    return true;
  }

  private void readElectionFromLog() {
    TrialLog survivors = TrialLog.since(bench, faultNanos).of(member -> member != failed);
    TrialLog campaigns = survivors.campaigns();
    TrialLog leaders = survivors.electedLeaders();
    if (campaigns.isEmpty() || leaders.isEmpty()) {
      return;
    }
    TrialLog rounds = campaigns.until(leaders.first().atNanos());
    millis("first_campaign_log", campaigns.firstMillis());
    count("campaigns_until_leader", rounds.size());
    count("lease_ignored_votes", survivors.ignoredVotes().until(leaders.first().atNanos()).size());
    millis("became_leader_log", leaders.firstMillis());
    millis(
        rounds.size() == 1 ? "one_round_election" : "several_rounds_election",
        leaders.firstMillis());
    if (rounds.size() == 1) {
      millis("campaign_to_leader", (leaders.first().atNanos() - campaigns.first().atNanos()) / 1e6);
    }
  }

  private void awaitRestart(int elected) {
    driver.sleepBetween(2, 3.5);
    long startNanos = bench.nowNanos();
    bench.start(failed);
    if (awaitServing()) {
      millis("restart_to_serving", driver.millisSince(startNanos));
    }
    tellDisturbance("restart_term_delta", elected);
  }

  /** Restarted processes are polled without pause. */
  private boolean awaitServing() {
    long untilNanos = bench.nowNanos() + 10 * SECOND;
    while (bench.status(failed) == null && bench.nowNanos() < untilNanos) {
      driver.sleep(2 * MILLISECOND);
    }
    driver.poll(failed);
    return bench.status(failed) != null;
  }

  private void awaitResume(int elected) {
    driver.sleepBetween(0.5, 2);
    bench.resume(failed);
    tellDisturbance("resume_term_delta", elected);
  }

  private void tellDisturbance(String metric, int elected) {
    Status before = bench.status(elected);
    driver.sleepBetween(2, 3);
    Status after = bench.status(elected);
    if (before != null && after != null) {
      count(metric, after.term() - before.term());
      count("leader_changed_after_return", after.leader() == elected ? 0 : 1);
    }
  }

  private void awaitReturnOfIsolated(int elected) {
    driver.pollUntil(() -> putOnIsolated != null, 30 * SECOND);
    readStepDown();
    Reply put = putOnIsolated;
    if (put != null) {
      millis("put_on_isolated_leader", put.millis());
      count(
          put.status().equals(Gateway.TIMED_OUT)
              ? "put_on_isolated_timed_out"
              : "put_on_isolated_other",
          1);
    }
    driver.sleepBetween(0.5, 2);
    tellHiddenTerm();
    Status before = bench.status(elected);
    bench.heal();
    long healNanos = bench.nowNanos();
    boolean sees =
        driver.pollUntil(
            () -> {
              Status status = driver.poll(failed);
              return status != null && status.leader() >= 0;
            },
            30 * SECOND);
    if (sees) {
      millis("rejoin_old_leader_sees_leader", driver.millisSince(healNanos));
    }
    driver.sleep(2 * SECOND);
    Status after = bench.status(failed);
    if (before != null && after != null) {
      count("rejoin_term_delta", after.term() - before.term());
      count("leader_changed_after_return", after.leader() == before.leader() ? 0 : 1);
    }
  }

  /** The status poll of the isolated leader is told from its log, to the poll's next round. */
  private void readStepDown() {
    TrialLog own = TrialLog.since(bench, faultNanos).of(member -> member == failed);
    TrialLog down = own.stepDowns();
    TrialLog others =
        TrialLog.since(bench, faultNanos).of(member -> member != failed).electedLeaders();
    if (down.isEmpty()) {
      return;
    }
    Logged first = down.first();
    double pollMillis = 12 * bench.random().nextDouble();
    millis("old_leader_stepdown_poll", (first.atNanos() - faultNanos) / 1e6 + pollMillis);
    if (!others.isEmpty()) {
      millis("two_leaders_overlap", (first.atNanos() - others.first().atNanos()) / 1e6);
    }
  }

  private void tellHiddenTerm() {
    Status status = bench.status(failed);
    if (status != null) {
      count("isolated_term_shown_above_start", status.term() - termBefore);
      count("isolated_term_hidden_above_start", status.raftTerm() - termBefore);
    }
  }

  private void millis(String metric, double value) {
    series.add(metric, Series.Unit.MILLIS, value);
  }

  private void count(String metric, long value) {
    series.add(metric, Series.Unit.COUNT, (double) value);
  }
}
