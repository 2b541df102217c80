package dev.skew.world.quorum;

import dev.skew.world.quorum.DecisionStep.Accept;
import dev.skew.world.quorum.DecisionStep.Accepted;
import dev.skew.world.quorum.DecisionStep.Charge;
import dev.skew.world.quorum.DecisionStep.Decided;
import dev.skew.world.quorum.DecisionStep.Prepare;
import dev.skew.world.quorum.DecisionStep.Promise;
import dev.skew.world.quorum.DecisionStep.Refused;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The part of a node that votes on who is in quarantine, remembers what was decided, and obeys: of
 * who is out nothing is heard and nothing asked, and what it should have is kept for it.
 *
 * <p>An acceptor and learner of Paxos, one instance for each epoch. A member votes on a charge only
 * when its evidence holds, and when enough members and replicas are left.
 */
final class Quarantine {

  private final StoreContext context;
  private final Replica replica;
  private final CommitLog log;
  private final QuarantineLimits limits;
  private final IntConsumer onLifted;
  private final DecisionProposer proposer;
  private Minutes minutes;

  /**
   * @param onLifted told the place of a member that is in quarantine no more
   */
  Quarantine(StoreContext context, Replica replica, CommitLog log, IntConsumer onLifted) {
    this.context = context;
    this.replica = replica;
    this.log = log;
    this.limits = new QuarantineLimits(context.ring, context.settings);
    this.onLifted = onLifted;
    this.minutes = log.savedMinutes();
    context.decree = minutes.decided();
    this.proposer = new DecisionProposer(context, limits, new Members());
  }

  /** How a proposer reaches the members, this one among them, and what it has decided. */
  private final class Members implements DecisionProposer.Port {

    @Override
    public void tell(int place, DecisionStep step) {
      send(place, step);
    }

    @Override
    public void decided(Decree decree) {
      learn(decree);
    }
  }

  void accuse(Accusation accusation) {
    proposer.accuse(accusation);
  }

  void onOrder(StoreInput.QuarantineOrdered order) {
    proposer.onOrder(order);
  }

  void onTimer() {
    proposer.onTimer();
  }

  /** Somebody who is in quarantine says something; all it gets is the decree, if it is behind. */
  void onOutsider(int from, StoreMessage message) {
    if (message instanceof StoreMessage.Gossip gossip) {
      onGossip(from, gossip.epoch());
    }
  }

  /** A peer that missed a decision is told of it. */
  void onGossip(int from, long epoch) {
    if (epoch < context.decree.epoch()) {
      send(from, new Decided(context.decree));
    }
  }

  void onStep(int from, DecisionStep step) {
    boolean isOut = context.decree.isOut(from);
    if (step instanceof Decided decided && !isOut) {
      learn(decided.decree());
    } else if (step instanceof Prepare prepare) {
      onPrepare(from, prepare);
    } else if (step instanceof Accept accept) {
      onAccept(from, accept);
    } else if (!isOut) {
      proposer.onVote(from, step);
    }
  }

  private void onPrepare(int from, Prepare prepare) {
    if (!context.decree.isOut(from)) {
      learn(prepare.base());
    }
    long epoch = context.decree.epoch() + 1;
    long ballot = prepare.ballot();
    if (isLate(from, prepare.base().epoch() + 1)) {
      return;
    }
    Optional<String> objection = objection(prepare.charge());
    if (objection.isPresent()) {
      send(from, new Refused(epoch, ballot, 0, objection.get()));
    } else if (ballot <= minutes.promised()) {
      send(from, new Refused(epoch, ballot, minutes.promised(), ""));
    } else {
      minutes = minutes.promise(ballot);
      Promise promise = new Promise(epoch, ballot, minutes.acceptedBallot(), minutes.accepted());
      saveThenSend(from, promise);
    }
  }

  private void onAccept(int from, Accept accept) {
    long epoch = accept.decree().epoch();
    if (isLate(from, epoch) || epoch != context.decree.epoch() + 1) {
      return;
    }
    if (accept.ballot() < minutes.promised()) {
      send(from, new Refused(epoch, accept.ballot(), minutes.promised(), ""));
    } else {
      minutes = minutes.accept(accept.ballot(), accept.decree());
      saveThenSend(from, new Accepted(epoch, accept.ballot()));
    }
  }

  /** Whether the epoch is over, or the sender is out; then it is told how things stand. */
  private boolean isLate(int from, long epoch) {
    boolean isLate = epoch <= context.decree.epoch() || context.decree.isOut(from);
    if (isLate) {
      send(from, new Decided(context.decree));
    }
    return isLate;
  }

  /** Why this member does not vote for it. */
  private Optional<String> objection(Charge charge) {
    Optional<String> refusal = limits.refusal(context.decree, charge);
    Accusation accusation = charge.accusation();
    return refusal.isPresent() || accusation == null ? refusal : accusation.objection(judge());
  }

  private Accusation.Judge judge() {
    int witnessesNeeded = context.settings.byzantine().witnessesNeeded();
    return new Accusation.Judge(context.decree, witnessesNeeded, replica.table()::get);
  }

  private void learn(Decree decree) {
    if (decree.epoch() <= context.decree.epoch()) {
      return;
    }
    Decree before = context.decree;
    minutes = minutes.decide(decree);
    log.appendMinutes(minutes, null);
    context.decree = decree;
    before.out().stream().filter(place -> !decree.isOut(place)).forEach(onLifted::accept);
    proposer.onDecided();
  }

  private void saveThenSend(int to, DecisionStep step) {
    log.appendMinutes(minutes, () -> send(to, step));
  }

  private void send(int to, DecisionStep step) {
    if (to == context.place) {
      onStep(to, step);
    } else {
      context.send(to, new StoreMessage.Decide(context.stamp(), step));
    }
  }
}
