package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.topology.NodeId;

/** Ticks of a leader, heartbeats and their answers. */
final class HeartbeatRule {

  private HeartbeatRule() {}

  /** A tick of a leader. */
  static void tick(Draft draft) {
    draft.heartbeatElapsed++;
    draft.electionElapsed++;
    if (draft.electionElapsed >= draft.settings.electionTicks()) {
      draft.electionElapsed = 0;
      if (draft.settings.checkQuorum()) {
        LeaseRule.checkQuorum(draft);
      }
      TransferRule.abort(draft); // a transfer has one election timeout (thesis §3.10)
    }
    if (draft.leads() && draft.heartbeatElapsed >= draft.settings.heartbeatTicks()) {
      draft.heartbeatElapsed = 0;
      broadcast(draft, ReadIndexRule.newestContext(draft));
    }
  }

  static void broadcast(Draft draft, long readContext) {
    for (Progress progress : draft.peers) {
      if (!progress.member().equals(draft.self)) {
        // Beyond what is known to agree, the follower's log may hold something else.
        long commit = Math.min(progress.match(), draft.commit);
        draft.send(progress.member(), new Heartbeat(draft.term, commit, readContext, draft.ticks));
      }
    }
  }

  static void onHeartbeat(Draft draft, NodeId from, Heartbeat message) {
    if (FollowerRule.heedLeader(draft, from)) {
      draft.commitTo(message.commit());
      draft.send(
          from, new HeartbeatResponse(draft.term, message.readContext(), message.sentTick()));
    }
  }

  static void onHeartbeatResponse(Draft draft, NodeId from, HeartbeatResponse response) {
    int peer = draft.peer(from);
    if (!draft.leads() || peer < 0) {
      return;
    }
    Progress progress =
        draft
            .peers[peer]
            .withRecentActive(true)
            .withProbeSent(false)
            .withLeaseTick(response.sentTick());
    int window = draft.settings.limits().inflightMessages();
    if (progress.mode() == Progress.Mode.REPLICATE && progress.isPaused(window)) {
      progress = progress.withInflights(progress.inflights().withoutOldest());
    }
    draft.setPeer(peer, progress);
    if (progress.match() < draft.log.lastIndex()) {
      ReplicationRule.send(draft, peer, true);
    }
    ReadIndexRule.onConfirmed(draft, from, response.readContext());
  }
}
