package dev.skew.world.replica;

import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** The primary's side of a switchover: no more writes, then the word what there is. */
final class DemoteRule {

  private final ServerContext context;
  private final ServerState state;
  private final CommitRule commits;

  private @Nullable NodeId candidate;
  private long session;

  DemoteRule(ServerContext context, ServerState state, CommitRule commits) {
    this.context = context;
    this.state = state;
    this.commits = commits;
  }

  void onDemote(NodeId from, long number) {
    if (state.source().isPresent()) {
      return;
    }
    candidate = from;
    session = number;
    setReadOnly(true);
    proceed();
  }

  /** A transaction that was under way may be the last one. */
  void proceed() {
    if (candidate != null && commits.isIdle()) {
      context.send(candidate, new ReplicaMessage.Demoted(session, state.executed));
      candidate = null;
    }
  }

  void onReinstate(long number) {
    if (number == session && state.source().isEmpty()) {
      candidate = null;
      setReadOnly(false);
    }
  }

  /** {@code SET GLOBAL super_read_only}. */
  void setReadOnly(boolean isOn) {
    if (state.readOnly != isOn) {
      state.readOnly = isOn;
      context.note(new ReplicaEvent.ReadOnlySet(context.self, isOn));
    }
  }
}
