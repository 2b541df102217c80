package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.ForwardProposal;
import dev.skew.world.raft.RaftMessage.ForwardTransfer;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import dev.skew.world.raft.RaftMessage.PreVoteRequest;
import dev.skew.world.raft.RaftMessage.PreVoteResponse;
import dev.skew.world.raft.RaftMessage.ReadIndexRequest;
import dev.skew.world.raft.RaftMessage.ReadIndexResponse;
import dev.skew.world.raft.RaftMessage.TimeoutNow;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** Raft as a function: a state and an input in, a state and effects out. */
public final class RaftCore {

  private RaftCore() {}

  public static RaftStep step(RaftState state, RaftInput input) {
    Draft draft = new Draft(state);
    input.accept(new Inputs(draft));
    return draft.finish(state);
  }

  /** Which rule an input belongs to. */
  private record Inputs(Draft draft) implements RaftInput.Handler {

    @Override
    public void onTick(RaftInput.Tick input) {
      draft.ticks++;
      if (draft.leads()) {
        HeartbeatRule.tick(draft);
      } else {
        ElectionRule.tick(draft);
      }
    }

    @Override
    public void onReceive(RaftInput.Receive input) {
      if (TermRule.admits(draft, input.from(), input.message())) {
        input.message().accept(new Messages(draft, input.from()));
      }
    }

    @Override
    public void onPropose(RaftInput.Propose input) {
      ProposalRule.propose(draft, input.payloads());
    }

    @Override
    public void onProposeChange(RaftInput.ProposeChange input) {
      ProposalRule.propose(draft, List.of(input.change()));
    }

    @Override
    public void onReadIndex(RaftInput.ReadIndex input) {
      ReadIndexRule.ask(draft, draft.self, input.context());
    }

    @Override
    public void onTransferLeadership(RaftInput.TransferLeadership input) {
      TransferRule.ask(draft, input.to());
    }

    @Override
    public void onPeerUnreachable(RaftInput.PeerUnreachable input) {
      ReplicationRule.onUnreachable(draft, input.peer());
    }

    @Override
    public void onSnapshotSent(RaftInput.SnapshotSent input) {
      SnapshotRule.onSent(draft, input.peer(), input.arrived());
    }

    @Override
    public void onApplied(RaftInput.Applied input) {
      MembershipRule.onApplied(draft, input.index());
    }

    @Override
    public void onCompact(RaftInput.Compact input) {
      SnapshotRule.compact(draft, input.snapshot());
    }

    @Override
    public void onCampaign(RaftInput.Campaign input) {
      ElectionRule.campaignOnTimeout(draft);
    }

    @Override
    public void onResign(RaftInput.Resign input) {
      if (draft.leads()) {
        RoleRule.becomeFollower(draft, draft.term, null);
      }
    }
  }

  /** Which rule a message belongs to. */
  private record Messages(Draft draft, NodeId from) implements RaftMessage.Handler {

    @Override
    public void onVoteRequest(VoteRequest message) {
      ElectionRule.onVoteRequest(draft, from, message);
    }

    @Override
    public void onVoteResponse(VoteResponse message) {
      ElectionRule.onVoteResponse(draft, from, message);
    }

    @Override
    public void onPreVoteRequest(PreVoteRequest message) {
      ElectionRule.onPreVoteRequest(draft, from, message);
    }

    @Override
    public void onPreVoteResponse(PreVoteResponse message) {
      ElectionRule.onPreVoteResponse(draft, from, message);
    }

    @Override
    public void onAppendEntries(AppendEntries message) {
      FollowerRule.onAppendEntries(draft, from, message);
    }

    @Override
    public void onAppendResponse(AppendResponse message) {
      ReplicationRule.onAppendResponse(draft, from, message);
    }

    @Override
    public void onHeartbeat(Heartbeat message) {
      HeartbeatRule.onHeartbeat(draft, from, message);
    }

    @Override
    public void onHeartbeatResponse(HeartbeatResponse message) {
      HeartbeatRule.onHeartbeatResponse(draft, from, message);
    }

    @Override
    public void onInstallSnapshot(InstallSnapshot message) {
      SnapshotRule.onInstallSnapshot(draft, from, message);
    }

    @Override
    public void onTimeoutNow(TimeoutNow message) {
      ElectionRule.onTimeoutNow(draft, message);
    }

    @Override
    public void onForwardProposal(ForwardProposal message) {
      ProposalRule.propose(draft, message.payloads());
    }

    @Override
    public void onForwardTransfer(ForwardTransfer message) {
      TransferRule.ask(draft, message.to());
    }

    @Override
    public void onReadIndexRequest(ReadIndexRequest message) {
      ReadIndexRule.ask(draft, from, message.context());
    }

    @Override
    public void onReadIndexResponse(ReadIndexResponse message) {
      ReadIndexRule.onResponse(draft, message);
    }
  }
}
