package dev.skew.world.quorum;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.DecisionStep.Accept;
import dev.skew.world.quorum.DecisionStep.Accepted;
import dev.skew.world.quorum.DecisionStep.Charge;
import dev.skew.world.quorum.DecisionStep.Decided;
import dev.skew.world.quorum.DecisionStep.Prepare;
import dev.skew.world.quorum.DecisionStep.Promise;
import dev.skew.world.quorum.DecisionStep.Refused;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The part of a node that brings charges before the other members, one at a time (Paxos). */
final class DecisionProposer {

  private static final int PLACE_BITS = 16;
  private static final long RETRY_NANOS = SimTime.SECOND;

  /** An operator is told after so many ballots that nothing comes of it. */
  private static final int MOST_BALLOTS_OF_AN_ORDER = 3;

  private final StoreContext context;
  private final QuarantineLimits limits;
  private final Port port;
  private final TreeMap<Integer, Charge> accused = new TreeMap<>();
  private final Set<Integer> dismissed = new HashSet<>(); // never iterated; of this epoch
  private final ArrayDeque<StoreInput.QuarantineOrdered> orders = new ArrayDeque<>();
  private @Nullable Ballot current;
  private long round;
  private int ballotsOfOrder;
  private boolean isTimerSet;

  /** Where charges are brought. */
  interface Port {

    /** Says something to a member, which may be this one. */
    void tell(int place, DecisionStep step);

    /** A majority has accepted this. */
    void decided(Decree decree);
  }

  /** One ballot, from its first message to its end. */
  private static final class Ballot {
    final Charge charge;
    final Decree base;
    final long number;
    final Set<Integer> promised = new TreeSet<>();
    final Set<Integer> accepted = new TreeSet<>();
    final Set<Integer> refused = new TreeSet<>();
    long acceptedBefore;
    Decree value;
    boolean isAccepting;

    Ballot(Charge charge, Decree base, long number) {
      this.charge = charge;
      this.base = base;
      this.number = number;
      this.value = charge.decreeAfter(base);
    }
  }

  DecisionProposer(StoreContext context, QuarantineLimits limits, Port port) {
    this.context = context;
    this.limits = limits;
    this.port = port;
  }

  void accuse(Accusation accusation) {
    int about = accusation.accused();
    context.record(
        new StoreEvent.Accused(context.self, context.ring.at(about), accusation.subject()));
    if (!context.decree.isOut(about) && !dismissed.contains(about)) {
      accused.putIfAbsent(about, new Charge(about, false, false, accusation));
      proceed();
    }
  }

  void onOrder(StoreInput.QuarantineOrdered order) {
    orders.add(order);
    proceed();
  }

  /** Takes up the next charge when none is under way. */
  private void proceed() {
    while (current == null && !context.decree.isOut(context.place)) { // nobody would listen
      Charge charge = next();
      if (charge == null) {
        return;
      }
      Optional<String> refusal = limits.refusal(context.decree, charge);
      if (refusal.isPresent()) {
        dismiss(charge, refusal.get());
      } else {
        begin(charge);
      }
    }
  }

  private @Nullable Charge next() {
    StoreInput.QuarantineOrdered order = orders.peek();
    if (order != null) {
      int about = context.ring.placeOf(order.about());
      return new Charge(about, order.isLift(), order.isForced(), null);
    }
    return accused.isEmpty() ? null : accused.firstEntry().getValue();
  }

  private void begin(Charge charge) {
    Decree base = context.decree;
    Ballot ballot = new Ballot(charge, base, ++round << PLACE_BITS | context.place);
    current = ballot;
    setTimer();
    tellVoters(ballot, new Prepare(base, ballot.number, charge));
  }

  private void tellVoters(Ballot ballot, DecisionStep step) {
    for (int place = 0; place < context.ring.size(); place++) {
      if (isVoter(ballot, place)) {
        port.tell(place, step);
      }
    }
  }

  /** Who is out has no vote, nor has who is accused. */
  private static boolean isVoter(Ballot ballot, int place) {
    return !ballot.base.isOut(place) && place != ballot.charge.about();
  }

  /** A member has answered. */
  void onVote(int from, DecisionStep vote) {
    Ballot ballot = current;
    if (ballot == null || !isVoter(ballot, from)) {
      return;
    }
    if (vote instanceof Promise promise && promise.ballot() == ballot.number) {
      onPromise(ballot, from, promise);
    } else if (vote instanceof Accepted accepted && accepted.ballot() == ballot.number) {
      ballot.accepted.add(from);
      if (ballot.accepted.size() >= limits.majority()) {
        decide(ballot);
      }
    } else if (vote instanceof Refused refused && refused.ballot() == ballot.number) {
      onRefused(ballot, from, refused);
    }
  }

  /** What others have accepted already comes first: it may have been decided. */
  private void onPromise(Ballot ballot, int from, Promise promise) {
    ballot.promised.add(from);
    if (promise.accepted() != null && promise.acceptedBallot() > ballot.acceptedBefore) {
      ballot.acceptedBefore = promise.acceptedBallot();
      ballot.value = promise.accepted();
    }
    if (!ballot.isAccepting && ballot.promised.size() >= limits.majority()) {
      ballot.isAccepting = true;
      tellVoters(ballot, new Accept(ballot.value, ballot.number));
    }
  }

  private void onRefused(Ballot ballot, int from, Refused refused) {
    round = Math.max(round, refused.promised() >> PLACE_BITS);
    if (refused.reason().isEmpty()) {
      return; // another ballot is under way; the timer tries again
    }
    ballot.refused.add(from);
    int voters = context.ring.size() - ballot.base.out().size() - (isAbout(ballot) ? 1 : 0);
    if (voters - ballot.refused.size() < limits.majority()) {
      current = null;
      dismiss(ballot.charge, refused.reason());
      proceed();
    }
  }

  private static boolean isAbout(Ballot ballot) {
    return !ballot.base.isOut(ballot.charge.about());
  }

  private void decide(Ballot ballot) {
    Decree decree = ballot.value;
    for (int place = 0; place < context.ring.size(); place++) {
      noteChange(ballot, place);
    }
    port.decided(decree);
    for (int place = 0; place < context.ring.size(); place++) {
      if (place != context.place) {
        port.tell(place, new Decided(decree));
      }
    }
  }

  private void noteChange(Ballot ballot, int place) {
    boolean isOut = ballot.value.isOut(place);
    if (isOut != ballot.base.isOut(place)) {
      context.record(
          new StoreEvent.QuarantineDecided(
              context.self, context.ring.at(place), !isOut, ballot.value.epoch()));
    }
  }

  /** There is a new decree, by whomever: what it does is done. */
  void onDecided() {
    current = null;
    dismissed.clear();
    accused.keySet().removeIf(context.decree::isOut);
    StoreInput.QuarantineOrdered order = orders.peek();
    if (order != null) {
      int about = context.ring.placeOf(order.about());
      if (context.decree.isOut(about) != order.isLift()) {
        orders.remove();
        answer(order, Outcome.OK, "");
      }
    }
    proceed();
  }

  private void dismiss(Charge charge, String reason) {
    if (charge.accusation() == null) {
      answer(orders.remove(), Outcome.FAILED, reason);
      return;
    }
    accused.remove(charge.about());
    dismissed.add(charge.about());
    context.record(
        new StoreEvent.ChargeDismissed(context.self, context.ring.at(charge.about()), reason));
  }

  private void answer(StoreInput.QuarantineOrdered order, Outcome outcome, String error) {
    ballotsOfOrder = 0;
    context.emit(
        new StoreEffect.Respond(
            order.operator(), new ClientResponse(order.id(), outcome, List.of(), "", 0, error)));
  }

  private void setTimer() {
    if (!isTimerSet) {
      isTimerSet = true;
      // Two who try again at once would be in each other's way for ever.
      context.setTimer(Timers.DECISION, RETRY_NANOS + context.random.nextLong(RETRY_NANOS));
    }
  }

  void onTimer() {
    isTimerSet = false;
    Ballot ballot = current;
    if (ballot == null) {
      return;
    }
    current = null;
    if (ballot.charge.accusation() == null && ++ballotsOfOrder >= MOST_BALLOTS_OF_AN_ORDER) {
      String error = "fewer than %d members have voted".formatted(limits.majority());
      answer(Objects.requireNonNull(orders.poll()), Outcome.UNKNOWN, error);
    }
    proceed();
  }
}
