package dev.skew.rehearse.fidelity;

import static dev.skew.rehearse.fidelity.Evidence.least;
import static dev.skew.rehearse.fidelity.Evidence.mean;
import static dev.skew.rehearse.fidelity.Evidence.median;
import static dev.skew.rehearse.fidelity.Evidence.most;
import static dev.skew.rehearse.fidelity.Evidence.percent;
import static dev.skew.rehearse.fidelity.Evidence.range;
import static dev.skew.rehearse.fidelity.Evidence.share;

import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Failover.Mode;
import dev.skew.rehearse.fidelity.Experiment.Leases;
import dev.skew.rehearse.fidelity.Experiment.MoveLeader;
import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.WriterTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Decides from simulated measurements which of the recorded behaviours happened. A behaviour that
 * no experiment of the folder could show is left out.
 */
final class BehaviourJudge {

  private static final double HEARTBEAT_MILLIS = 100;

  private final Evidence evidence;
  private final List<Behaviour> behaviours = new ArrayList<>();

  private BehaviourJudge(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Behaviour> judge(Map<Experiment, Observations> observed) {
    BehaviourJudge judge = new BehaviourJudge(new Evidence(observed));
    judge.electionTimerTicks();
    judge.leaseMakesFailoverBimodal();
    judge.roundTripsMatterLittle();
    judge.closingConnectionsHelpsNobody();
    judge.isolatedLeader();
    judge.rejoiningMemberDisrupts();
    judge.reconnectDelay();
    judge.ghostWrites();
    judge.restartDisturbsNobody();
    judge.metricsOfLeaderChanges();
    judge.isolatedTermIsHidden();
    judge.moveLeader();
    judge.leases();
    judge.behaviours.addAll(LatencyBehaviours.judge(judge.evidence));
    return judge.behaviours;
  }

  private void add(int number, String what, boolean happened, String seen, Object... values) {
    behaviours.add(new Behaviour(number, what, happened, String.format(Locale.ROOT, seen, values)));
  }

  private void electionTimerTicks() {
    double[] first = evidence.values(Failover.class, "first_campaign_log");
    if (first.length == 0) {
      return;
    }
    add(
        1,
        "the election timer counts ticks: first campaigns from 0.8 s to 2 s, earlier with more"
            + " survivors",
        least(first) >= 799 && most(first) <= 2_100,
        "first campaigns at %s",
        range(first));
  }

  /**
   * Seen where two survivors vote without delay; with more of them or longer ways some campaign at
   * the same time, and it takes any number of rounds.
   */
  private void leaseMakesFailoverBimodal() {
    Predicate<Failover> pair =
        one -> one.cluster().nodes() == 3 && one.cluster().oneWayMillis() < 1;
    double[] campaigns = evidence.values(Failover.class, pair, "campaigns_until_leader");
    if (campaigns.length == 0) {
      return;
    }
    double[] once = evidence.values(Failover.class, pair, "one_round_election");
    double[] more = evidence.values(Failover.class, pair, "several_rounds_election");
    double[] ignored = evidence.values(Failover.class, pair, "lease_ignored_votes");
    add(
        2,
        "voters that heard the leader lately ignore campaigns, so failover takes one round or three",
        most(campaigns) >= 3 && most(ignored) >= 1 && median(more) - median(once) > 500,
        "%s of elections in one campaign, %s in three or more; leader after %.0f or %.0f ms;"
            + " votes ignored in %s",
        percent(share(campaigns, n -> n == 1)),
        percent(share(campaigns, n -> n >= 3)),
        median(once),
        median(more),
        percent(share(ignored, n -> n > 0)));
  }

  private void roundTripsMatterLittle() {
    for (Failover experiment : evidence.experiments(Failover.class)) {
      double[] toLeader =
          evidence.values(Failover.class, e -> e.equals(experiment), "campaign_to_leader");
      double roundTrip = 2 * experiment.cluster().oneWayMillis();
      if (toLeader.length > 0) {
        add(
            3,
            "after a campaign the leader is there one round trip later",
            median(toLeader) >= roundTrip && median(toLeader) <= roundTrip + 5,
            "%s: %s at a round trip of %.0f ms",
            experiment.name(),
            range(toLeader),
            roundTrip);
        return;
      }
    }
  }

  private void closingConnectionsHelpsNobody() {
    double[] crash = campaigns(Mode.CRASH);
    double[] stop = campaigns(Mode.STOP);
    double[] isolate = campaigns(Mode.ISOLATE);
    if (crash.length == 0 || (stop.length == 0 && isolate.length == 0)) {
      return;
    }
    double[] silent = stop.length > 0 ? stop : isolate;
    add(
        4,
        "a reset connection does not speed up failover",
        Math.abs(median(crash) - median(silent)) < 0.15 * median(silent),
        "first campaign, medians: crash %.0f, stop %.0f, isolate %.0f ms",
        median(crash),
        median(stop),
        median(isolate));
  }

  private double[] campaigns(Mode mode) {
    return evidence.values(Failover.class, e -> e.mode() == mode, "first_campaign_log");
  }

  private void isolatedLeader() {
    double[] down = evidence.values(Failover.class, "old_leader_stepdown_poll");
    if (down.length == 0) {
      return;
    }
    double[] overlap = evidence.values(Failover.class, "two_leaders_overlap");
    double[] put = evidence.values(Failover.class, "put_on_isolated_leader");
    double[] timedOut = evidence.values(Failover.class, "put_on_isolated_timed_out");
    double[] noLeader =
        evidence.values(
            Partition.class, PartitionTrial.metric("minority", "put", 20.5, Gateway.DEADLINE));
    double[] read =
        evidence.values(
            Partition.class, PartitionTrial.metric("minority", "lin_read", 20, Gateway.TIMED_OUT));
    boolean waits = least(put) >= 7_000 && most(put) < 7_100 && timedOut.length == put.length;
    boolean reads = read.length == 0 || (least(read) >= 7_000 && most(read) < 14_100);
    add(
        7,
        "an isolated leader steps down after 1 to 2 s and meanwhile two claim to lead; a put on it"
            + " fails after 7 s, a read after 7 to 14 s",
        least(down) >= 990 && most(down) <= 2_100 && most(overlap) > 0 && waits && reads,
        "stepped down after %s; two leaders in %s of trials, longest %.0f ms; put %s; put without"
            + " a leader %s; read %s",
        range(down),
        percent(share(overlap, ms -> ms > 0)),
        most(overlap),
        range(put),
        range(noLeader),
        range(read));
  }

  private void rejoiningMemberDisrupts() {
    double[] gap = gapAfterHeal(false);
    double[] gentle = gapAfterHeal(true);
    if (gap.length == 0) {
      return;
    }
    add(
        8,
        "without pre-vote a rejoining member disrupts; with pre-vote it does not",
        median(gap) > 1_000 && (gentle.length == 0 || most(gentle) < 500),
        "write outage after heal %s; with pre-vote %s",
        range(gap),
        range(gentle));
  }

  private double[] gapAfterHeal(boolean preVote) {
    return evidence.values(
        Partition.class,
        e -> e.cluster().preVote() == preVote,
        "majority_max_write_gap_after_heal");
  }

  private void reconnectDelay() {
    double[] lost =
        evidence.values(
            Partition.class, e -> !e.cluster().preVote(), "majority_lost_leader_after_heal_log");
    if (lost.length == 0) {
      return;
    }
    double[] futile =
        evidence.values(
            Partition.class, e -> !e.cluster().preVote(), "failed_campaigns_of_minority");
    double[] catchUp =
        evidence.values(Partition.class, e -> !e.cluster().preVote(), "catch_up_revision");
    add(
        9,
        "after heal peers redial for up to 1.1 s, the stale members campaign in vain, then an"
            + " up-to-date one wins",
        most(lost) > 300 && most(lost) < 1_400 && most(futile) >= 1 && median(catchUp) > 1_500,
        "majority disturbed after %s; %.1f campaigns of stale members a run; caught up after %s",
        range(lost),
        mean(futile),
        range(catchUp));
  }

  private void ghostWrites() {
    double[] ghosts =
        evidence.values(
            Partition.class,
            e -> e.leaderSide() && !e.cluster().preVote(),
            "minority_puts_found_after_heal");
    if (ghosts.length == 0) {
      return;
    }
    double[] others =
        evidence.values(
            Partition.class,
            e -> !e.leaderSide() && !e.cluster().preVote(),
            "minority_puts_found_after_heal");
    add(
        10,
        "a put that failed at its client may exist after heal, when it was forwarded to a leader"
            + " that had stepped down",
        most(ghosts) >= 1,
        "found in %s of runs with the leader cut off, %.1f a run; %.1f a run otherwise",
        percent(share(ghosts, n -> n > 0)),
        mean(ghosts),
        mean(others));
  }

  private void restartDisturbsNobody() {
    double[] delta = evidence.values(Failover.class, "restart_term_delta");
    if (delta.length == 0) {
      return;
    }
    double[] serving = evidence.values(Failover.class, "restart_to_serving");
    add(
        11,
        "a crash and restart changes neither term nor leader",
        most(delta) == 0,
        "term moved by at most %.0f in %d restarts; serving after %s",
        most(delta),
        delta.length,
        range(serving));
  }

  private void metricsOfLeaderChanges() {
    double[] sinceRestart =
        evidence.values(WriterTimeline.class, "leader_changes_seen_since_restart");
    if (sinceRestart.length == 0) {
      return;
    }
    double[] scraped =
        evidence.values(WriterTimeline.class, "scrapes_without_leader_among_survivors");
    double[] losses = evidence.values(WriterTimeline.class, "leader_losses_of_a_survivor");
    double[] changes = evidence.values(WriterTimeline.class, "leader_changes_of_a_survivor");
    add(
        12,
        "leader changes count new leaders only and begin at 1 after a restart; a scrape a second"
            + " may never show a member without a leader",
        most(sinceRestart) == 1 && least(sinceRestart) == 1 && least(scraped) == 0,
        "after restart %.0f; no scrape without leader in %s of runs; a survivor lost a leader"
            + " %.1f times and saw %.1f new ones",
        median(sinceRestart),
        percent(share(scraped, n -> n == 0)),
        mean(losses),
        mean(changes));
  }

  private void isolatedTermIsHidden() {
    double[] shown = evidence.values(Failover.class, "isolated_term_shown_above_start");
    double[] hidden = evidence.values(Failover.class, "isolated_term_hidden_above_start");
    if (shown.length == 0) {
      return;
    }
    add(
        13,
        "the status API does not show the term of an isolated candidate",
        most(shown) == 0 && least(hidden) >= 1,
        "shown: %.0f above the start, real: %.0f to %.0f above",
        most(shown),
        least(hidden),
        most(hidden));
  }

  private void moveLeader() {
    for (MoveLeader experiment : evidence.experiments(MoveLeader.class)) {
      judgeMoves(experiment);
      return;
    }
  }

  /**
   * The old leader looks once a heartbeat interval whether it has a successor. It hears of one
   * after four ways: its own word to campaign now, a vote asked and given, and the first append.
   */
  private void judgeMoves(MoveLeader experiment) {
    Predicate<MoveLeader> chosen = experiment::equals;
    double[] rpc = evidence.values(MoveLeader.class, chosen, "rpc");
    double[] itself = evidence.values(MoveLeader.class, chosen, "rpc_to_itself");
    double[] nobody =
        evidence.values(MoveLeader.class, chosen, "rpc_to_unreachable " + Gateway.CLIENT_TIMEOUT);
    double[] stays = evidence.values(MoveLeader.class, chosen, "leader_stays_after_failed_move");
    double looks = 1 + Math.floor(4 * experiment.cluster().oneWayMillis() / HEARTBEAT_MILLIS);
    add(
        14,
        "move-leader takes as many heartbeat intervals as four delays touch, to the leader itself"
            + " nothing, to an unreachable member until the client gives up",
        median(rpc) >= looks * HEARTBEAT_MILLIS
            && median(rpc) < looks * HEARTBEAT_MILLIS + 10
            && most(itself) < 50
            && least(nobody) >= 5_000
            && least(stays) == 1,
        "%s; to itself %s; to nobody %s",
        range(rpc),
        range(itself),
        range(nobody));
  }

  private void leases() {
    for (Leases experiment : evidence.experiments(Leases.class)) {
      if (experiment.crashAfterMillis() > 0) {
        continue;
      }
      double ttl = experiment.ttlSeconds() * 1_000;
      double[] steady =
          evidence.values(Leases.class, e -> e.equals(experiment), "expiry_since_grant");
      double[] renewed = evidence.values(Leases.class, "expiry_since_new_leader");
      boolean extended =
          renewed.length == 0 || (least(renewed) >= ttl + 990 && most(renewed) <= ttl + 1_700);
      add(
          16,
          "a lease lives its time and up to half a second, and from a new leader on its whole time"
              + " again and an election time-out",
          least(steady) >= ttl && most(steady) <= ttl + 650 && extended,
          "steady %s; after a new leader %s",
          range(steady),
          range(renewed));
      return;
    }
  }
}
