package dev.skew.world.replica;

import dev.skew.world.topology.NodeId;

/**
 * How a replica becomes the primary, as MySQL Shell 8.0's ReplicaSet does it.
 *
 * <p>{@code setPrimaryInstance()}: the primary takes no more writes, the candidate catches up with
 * it, takes writes, and all others follow. When it takes too long everything is undone. {@code
 * forcePrimaryInstance()}: the candidate applies what it has received and takes writes. The former
 * primary is neither asked nor told: what it had not sent is not here, and if it lives it goes on
 * taking writes.
 */
final class TakeoverRule {

  private enum Phase {
    NONE,
    /** The primary has been asked to take no more writes. */
    ASKED,
    /** The candidate executes what the primary had. */
    CATCHING_UP,
    /** The candidate executes what it has received. */
    DRAINING
  }

  private final ServerContext context;
  private final ServerState state;
  private final CommitRule commits;
  private final ReceiverRule receiver;
  private final ApplierRule applier;

  private Phase phase = Phase.NONE;
  private long session;
  private GtidSet wanted = GtidSet.EMPTY;

  TakeoverRule(
      ServerContext context,
      ServerState state,
      CommitRule commits,
      ReceiverRule receiver,
      ApplierRule applier) {
    this.context = context;
    this.state = state;
    this.commits = commits;
    this.receiver = receiver;
    this.applier = applier;
  }

  void onPromote(boolean isForced) {
    if (state.source().isEmpty()) {
      return;
    }
    session = context.nextSession();
    if (isForced) {
      receiver.stop();
      state.delayNanos = 0;
      phase = Phase.DRAINING;
      applier.delayChanged();
      proceed();
    } else {
      phase = Phase.ASKED;
      context.send(state.source().get(), new ReplicaMessage.Demote(session));
      context.setTimer(
          ReplicaTimer.Kind.TAKEOVER, session, context.settings.takeoverTimeoutNanos());
    }
  }

  void onDemoted(ReplicaMessage.Demoted demoted) {
    if (phase == Phase.ASKED && demoted.session() == session) {
      wanted = demoted.executed();
      phase = Phase.CATCHING_UP;
      proceed();
    }
  }

  /** The applier has committed or stopped: perhaps this is all that was waited for. */
  void proceed() {
    boolean caughtUp = phase == Phase.CATCHING_UP && state.executed.containsAll(wanted);
    boolean drained =
        phase == Phase.DRAINING
            && commits.isIdle()
            && (applier.isDrained() || !applier.isRunning());
    if (caughtUp || drained) {
      takeOver(drained);
    }
  }

  void onTimeout(long number) {
    if (number != session || (phase != Phase.ASKED && phase != Phase.CATCHING_UP)) {
      return;
    }
    String reason =
        phase == Phase.ASKED
            ? "the PRIMARY did not answer"
            : "timeout reached waiting for transactions of the PRIMARY to be applied";
    phase = Phase.NONE;
    context.send(state.source().orElse(null), new ReplicaMessage.Reinstate(session));
    context.note(new ReplicaEvent.TakeoverFailed(context.self, reason));
  }

  private void takeOver(boolean isForced) {
    NodeId former = state.source().orElseThrow();
    phase = Phase.NONE;
    receiver.stop();
    applier.stop();
    applier.discardRelay();
    state.sourceIs(null);
    state.delayNanos = 0;
    state.readOnly = false;
    context.note(new ReplicaEvent.Promoted(context.self, isForced, state.executed));
    for (NodeId member : context.members) {
      if (!member.equals(context.self) && !(isForced && member.equals(former))) {
        context.send(member, new ReplicaMessage.FollowMe(session));
      }
    }
  }
}
