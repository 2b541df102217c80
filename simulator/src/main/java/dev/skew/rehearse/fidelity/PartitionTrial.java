package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Driver.MILLISECOND;
import static dev.skew.rehearse.fidelity.Driver.SECOND;

import dev.skew.rehearse.fidelity.Bench.Caller;
import dev.skew.rehearse.fidelity.Bench.Connection;
import dev.skew.rehearse.fidelity.Bench.Reply;
import dev.skew.rehearse.fidelity.Bench.Status;
import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.world.kv.Consistency;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Experiment D: some members are cut off for a while; clients on both sides, and what happens when
 * the cut heals.
 */
final class PartitionTrial {

  private static final long WATCHED_AFTER_HEAL_NANOS = 10_500 * MILLISECOND;
  private static final long MINORITY_TIMEOUT_NANOS = 2 * SECOND;
  private static final long MINORITY_PAUSE_NANOS = 100 * MILLISECOND;

  /** The driver stops asking the minority this long before the end of the cut. */
  private static final long MINORITY_STOPS_NANOS = 3 * SECOND;

  private static final long THREAD_START_NANOS = 700_000;

  private final Driver driver;
  private final Bench bench;
  private final Partition experiment;
  private final SeriesBuilder series;
  private final List<String> failedPuts = new ArrayList<>();

  private long cutNanos;
  private long healNanos = Long.MAX_VALUE;
  private List<Integer> minority = List.of();
  private int puts;
  private int threads;

  PartitionTrial(Bench bench, Partition experiment, SeriesBuilder series) {
    this.driver = new Driver(bench);
    this.bench = bench;
    this.experiment = experiment;
    this.series = series;
  }

  void run() {
    int leader = driver.boot();
    Status start = leader < 0 ? null : bench.status(leader);
    if (start == null) {
      return;
    }
    minority = chooseMinority(leader);
    int writerMember = majorityFollower(leader);
    long durationNanos = Math.round(experiment.seconds() * SECOND);
    MajorityWriter writer = new MajorityWriter(bench, writerMember, series);
    cutNanos = bench.nowNanos() + 2 * SECOND;
    writer.begin(cutNanos + durationNanos + WATCHED_AFTER_HEAL_NANOS);
    bench.runUntil(cutNanos);
    bench.cutOff(minority);
    minority.forEach(member -> askMinority(member, durationNanos));
    driver.sleep(durationNanos);
    long termStart = start.term();
    Status majorityBefore = tellBeforeHeal(writerMember, termStart);
    long revision = majorityBefore.revision();
    tellRevisionGap(revision);
    bench.heal();
    healNanos = bench.nowNanos();
    awaitCatchUp(revision);
    bench.runUntil(Math.max(bench.nowNanos(), healNanos + WATCHED_AFTER_HEAL_NANOS));
    tellFromLogs();
    tellAfterHeal(writerMember, majorityBefore);
    writer.tellGaps(cutNanos, healNanos);
  }

  private List<Integer> chooseMinority(int leader) {
    List<Integer> chosen = new ArrayList<>();
    if (experiment.leaderSide()) {
      chosen.add(leader);
    }
    while (chosen.size() < experiment.isolated()) {
      int member = driver.anyFollower(leader);
      if (!chosen.contains(member)) {
        chosen.add(member);
      }
    }
    return List.copyOf(chosen);
  }

  private int majorityFollower(int leader) {
    int member = driver.anyFollower(leader);
    while (minority.contains(member)) {
      member = driver.anyFollower(leader);
    }
    return member;
  }

  // ---- the clients of the minority

  private void askMinority(int member, long durationNanos) {
    long untilNanos = cutNanos + durationNanos - MINORITY_STOPS_NANOS;
    startThread(
        () ->
            again(
                untilNanos,
                MINORITY_PAUSE_NANOS,
                next -> put(member, MINORITY_TIMEOUT_NANOS, next)));
    startThread(
        () ->
            again(
                untilNanos,
                MINORITY_PAUSE_NANOS,
                next -> linRead(member, MINORITY_TIMEOUT_NANOS, next)));
    startThread(() -> again(untilNanos, SECOND, next -> serialRead(member, next)));
    startThread(() -> put(member, 20 * SECOND, () -> {}));
    startThread(() -> linRead(member, 20 * SECOND, () -> {}));
    bench.at(
        cutNanos + 5 * SECOND,
        () -> {
          put(member, 20_500 * MILLISECOND, () -> {});
          linRead(member, 20_500 * MILLISECOND, () -> {});
        });
  }

  /** The driver starts its clients' threads one after the other. */
  private void startThread(Runnable client) {
    bench.at(cutNanos + threads++ * THREAD_START_NANOS, client);
  }

  /** One request of a client; it runs {@code then} when the client has its answer. */
  private interface Request {
    void send(Runnable then);
  }

  /** A client that pauses between an answer and its next request. */
  private void again(long untilNanos, long pauseNanos, Request request) {
    if (bench.nowNanos() >= untilNanos) {
      return;
    }
    request.send(
        () ->
            bench.at(bench.nowNanos() + pauseNanos, () -> again(untilNanos, pauseNanos, request)));
  }

  private void put(int member, long timeoutNanos, Runnable then) {
    String key = "minority-" + puts++;
    bench.put(
        member,
        key,
        Connection.NEW,
        told("put", timeoutNanos, then, reply -> noteFailed(key, reply)));
  }

  private void noteFailed(String key, Reply reply) {
    if (!reply.isOk()) {
      failedPuts.add(key);
    }
  }

  private void linRead(int member, long timeoutNanos, Runnable then) {
    bench.read(
        member,
        Consistency.LINEARIZABLE,
        Connection.NEW,
        told("lin_read", timeoutNanos, then, reply -> {}));
  }

  private void serialRead(int member, Runnable then) {
    bench.read(
        member,
        Consistency.SERIALIZABLE,
        Connection.NEW,
        told("serial_read", MINORITY_TIMEOUT_NANOS, then, reply -> {}));
  }

  private Caller told(String operation, long timeoutNanos, Runnable then, Consumer<Reply> noted) {
    return new Caller(
        timeoutNanos,
        reply -> {
          if (reply.endedNanos() <= healNanos) {
            noted.accept(reply);
            series.add(
                metric("minority", operation, timeoutNanos / 1e9, reply.status()),
                Series.Unit.MILLIS,
                reply.millis());
          }
          then.run();
        });
  }

  /** As the reader of the recordings names the requests of a side. */
  static String metric(String side, String operation, double timeoutSeconds, String status) {
    return side + " " + operation + " timeout=" + timeoutSeconds + "s: " + status;
  }

  // ---- what is measured

  private Status tellBeforeHeal(int writerMember, long termStart) {
    Status majority = Objects.requireNonNull(bench.status(writerMember));
    count("term_majority_before_heal_since_start", majority.term() - termStart);
    for (int member : minority.subList(0, 1)) {
      Status status = bench.status(member);
      if (status != null) {
        count("term_minority_before_heal_since_start", status.term() - termStart);
      }
    }
    return majority;
  }

  private void tellRevisionGap(long revision) {
    Status status = bench.status(minority.get(0));
    if (status != null) {
      count("revision_gap_at_heal", revision - status.revision());
    }
  }

  /** Each member of the minority is polled until it sees a leader, and until it caught up. */
  private void awaitCatchUp(long revision) {
    boolean[] caughtUp = new boolean[bench.members()];
    boolean[] sees = new boolean[bench.members()];
    LongSupplier open =
        () -> minority.stream().filter(member -> !caughtUp[member] || !sees[member]).count();
    driver.pollUntil(
        () -> {
          for (int member : minority) {
            Status status = driver.poll(member);
            if (status == null) {
              continue;
            }
            if (!sees[member] && status.leader() >= 0 && status.revision() < revision) {
              sees[member] = true;
              millis("minority_sees_leader_after_heal", driver.millisSince(healNanos));
            }
            if (!caughtUp[member] && status.revision() >= revision) {
              if (!sees[member]) {
                sees[member] = true;
                millis("minority_sees_leader_after_heal", driver.millisSince(healNanos));
              }
              caughtUp[member] = true;
              millis("catch_up_revision", driver.millisSince(healNanos));
            }
          }
          return open.getAsLong() == 0;
        },
        WATCHED_AFTER_HEAL_NANOS);
  }

  private void tellFromLogs() {
    IntPredicate cutOff = minority::contains;
    TrialLog during = TrialLog.since(bench, cutNanos).until(healNanos);
    for (int member : minority) {
      TrialLog lost = during.of(m -> m == member).lostLeaders();
      if (!lost.isEmpty()) {
        millis("minority_lost_leader_log", lost.firstMillis());
      }
    }
    TrialLog down = during.of(cutOff).stepDowns();
    if (!down.isEmpty()) {
      millis("old_leader_stepdown_log", down.firstMillis());
    }
    count("campaigns_in_minority", during.of(cutOff).campaigns().size());
    count("campaigns_in_majority", during.of(cutOff.negate()).campaigns().size());
    TrialLog after = TrialLog.since(bench, healNanos);
    TrialLog lost = after.of(cutOff.negate()).lostLeaders();
    if (!lost.isEmpty()) {
      millis("majority_lost_leader_after_heal_log", lost.firstMillis());
    }
    TrialLog elected = after.electedLeaders();
    if (!elected.isEmpty()) {
      millis("new_leader_after_heal_log", elected.lastMillis());
    }
    count("campaigns_after_heal", after.campaigns().size());
    count("failed_campaigns_of_minority", after.of(cutOff).campaigns().size());
  }

  private void tellAfterHeal(int writerMember, Status before) {
    Status after = bench.status(writerMember);
    if (after == null) {
      return;
    }
    count("after_heal_term_delta_vs_majority", after.term() - before.term());
    count("leader_changed_after_heal", after.leader() == before.leader() ? 0 : 1);
    int found = 0;
    for (String key : failedPuts) {
      found += after.hasKey().contains(key) ? 1 : 0;
    }
    count("minority_puts_found_after_heal", found);
  }

  private void millis(String metric, double value) {
    series.add(metric, Series.Unit.MILLIS, value);
  }

  private void count(String metric, long value) {
    series.add(metric, Series.Unit.COUNT, (double) value);
  }
}
