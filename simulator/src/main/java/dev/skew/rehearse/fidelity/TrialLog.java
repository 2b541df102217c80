package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Bench.Logged;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.raft.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The members' logs from an instant on, read as the recordings' driver read etcd's. */
final class TrialLog {

  private static final long MILLISECOND = 1_000_000;

  private final List<Logged> lines;
  private final long fromNanos;

  private TrialLog(List<Logged> lines, long fromNanos) {
    this.lines = lines;
    this.fromNanos = fromNanos;
  }

  /** What was logged at {@code fromNanos} or later. */
  static TrialLog since(Bench bench, long fromNanos) {
    List<Logged> all = bench.log();
    int first = all.size();
    while (first > 0 && all.get(first - 1).atNanos() >= fromNanos) {
      first--;
    }
    return new TrialLog(all.subList(first, all.size()), fromNanos);
  }

  TrialLog of(IntPredicate members) {
    return where(line -> members.test(line.member()));
  }

  TrialLog until(long untilNanos) {
    return where(line -> line.atNanos() <= untilNanos);
  }

  TrialLog campaigns() {
    return where(line -> line.notice() instanceof RaftNotice.CampaignStarted);
  }

  TrialLog electedLeaders() {
    return where(
        line ->
            line.notice() instanceof RaftNotice.RoleChanged change && change.to() == Role.LEADER);
  }

  /** Lines in which a member no longer knows the leader that it had. */
  TrialLog lostLeaders() {
    return where(
        line ->
            line.notice() instanceof RaftNotice.LeaderChanged change
                && change.from() != null
                && change.to() == null);
  }

  TrialLog stepDowns() {
    return where(line -> line.notice() instanceof RaftNotice.QuorumLost);
  }

  TrialLog ignoredVotes() {
    return where(line -> line.notice() instanceof RaftNotice.VoteIgnored);
  }

  TrialLog newLeadersSeen() {
    return where(
        line -> line.notice() instanceof RaftNotice.LeaderChanged change && change.to() != null);
  }

  int size() {
    return lines.size();
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  Logged first() {
    return lines.get(0);
  }

  Logged last() {
    return lines.get(lines.size() - 1);
  }

  List<Logged> lines() {
    return lines;
  }

  /**
   * Milliseconds from the start to the first line, with the log's resolution of one millisecond.
   */
  double firstMillis() {
    return millis(first());
  }

  double lastMillis() {
    return millis(last());
  }

  private double millis(Logged line) {
    return (Math.floorDiv(line.atNanos(), MILLISECOND) * MILLISECOND - fromNanos) / 1e6;
  }

  int distinctMembers() {
    return (int) lines.stream().mapToInt(Logged::member).distinct().count();
  }

  private TrialLog where(Predicate<Logged> chosen) {
    List<Logged> kept = new ArrayList<>();
    for (Logged line : lines) {
      if (chosen.test(line)) {
        kept.add(line);
      }
    }
    return new TrialLog(kept, fromNanos);
  }
}
