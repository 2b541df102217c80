package dev.skew.world.raft;

import dev.skew.world.raft.RaftEffect.DropReason;
import dev.skew.world.raft.RaftEffect.ProposalDropped;
import dev.skew.world.raft.RaftMessage.ForwardProposal;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Where a proposal goes: into the log, to the leader, or nowhere. */
final class ProposalRule {

  private ProposalRule() {}

  static void propose(Draft draft, List<Payload> payloads) {
    if (draft.leads()) {
      proposeAsLeader(draft, payloads);
      return;
    }
    NodeId leader = draft.leader;
    if (leader == null) {
      draft.emit(new ProposalDropped(payloads, DropReason.NO_LEADER));
    } else {
      draft.send(leader, new ForwardProposal(payloads));
    }
  }

  private static void proposeAsLeader(Draft draft, List<Payload> payloads) {
    if (draft.peer(draft.self) < 0) {
      draft.emit(new ProposalDropped(payloads, DropReason.NOT_A_MEMBER));
    } else if (draft.transferTarget != null) {
      draft.emit(new ProposalDropped(payloads, DropReason.TRANSFER_IN_PROGRESS));
    } else {
      ReplicationRule.appendOwn(draft, withOneChangeAtMost(draft, payloads));
      ReplicationRule.broadcast(draft);
    }
  }

  /** A change while another may be unapplied is appended as an empty entry (thesis §4.1). */
  private static List<Payload> withOneChangeAtMost(Draft draft, List<Payload> payloads) {
    List<Payload> admitted = payloads;
    for (int i = 0; i < payloads.size(); i++) {
      if (!(payloads.get(i) instanceof MembershipChange change)) {
        continue;
      }
      if (draft.pendingChange <= draft.applied) {
        draft.pendingChange = draft.log.lastIndex() + 1 + i;
        continue;
      }
      draft.emit(new RaftNotice.ChangeRefused(change, draft.pendingChange));
      if (admitted == payloads) {
        admitted = new ArrayList<>(payloads);
      }
      admitted.set(i, Payload.NoOp.INSTANCE);
    }
    return admitted;
  }
}
