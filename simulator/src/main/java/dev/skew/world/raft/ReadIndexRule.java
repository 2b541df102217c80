package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.ReadIndexRequest;
import dev.skew.world.raft.RaftMessage.ReadIndexResponse;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Linearizable reads without the log (thesis §6.4). */
final class ReadIndexRule {

  private static final long NO_CONTEXT = 0;

  private ReadIndexRule() {}

  static void ask(Draft draft, NodeId from, long context) {
    NodeId leader = draft.leader;
    if (draft.leads()) {
      askLeader(draft, new PendingRead(context, from, draft.commit, List.of(draft.self)));
    } else if (leader == null) {
      draft.emit(new RaftNotice.ReadDropped(context));
    } else {
      draft.send(leader, new ReadIndexRequest(context));
    }
  }

  static void onResponse(Draft draft, ReadIndexResponse response) {
    if (draft.role == Role.FOLLOWER) {
      draft.emit(new RaftEffect.ReadReady(response.context(), response.index()));
    }
  }

  private static void askLeader(Draft draft, PendingRead read) {
    if (isOnlyVoter(draft)) {
      answer(draft, read);
    } else if (draft.log.termAt(draft.commit) != draft.term) {
      // Entries of earlier terms may be committed without the leader knowing it yet.
      if (draft.settings.release() == EtcdRelease.V3_5) {
        draft.postponedReads = plus(draft.postponedReads, read);
      } else {
        draft.emit(new RaftNotice.ReadDropped(read.context()));
      }
    } else if (draft.settings.unsafe().leaseReads() && LeaseRule.holdsLease(draft)) {
      answer(draft, read);
    } else {
      confirm(draft, read);
    }
  }

  /** A leader that was removed must ask the one voter that is left, who may lead by now. */
  private static boolean isOnlyVoter(Draft draft) {
    List<NodeId> voters = draft.configuration.voters();
    return voters.size() == 1 && voters.get(0).equals(draft.self);
  }

  private static void confirm(Draft draft, PendingRead read) {
    if (position(draft.reads, read.context()) < 0) {
      draft.reads = plus(draft.reads, read);
    }
    HeartbeatRule.broadcast(draft, read.context());
  }

  /** 3.5: the leader's first commit in its term lets the reads in that waited for it. */
  static void releasePostponed(Draft draft) {
    List<PendingRead> waiting = draft.postponedReads;
    if (waiting.isEmpty() || draft.log.termAt(draft.commit) != draft.term) {
      return;
    }
    draft.postponedReads = List.of();
    for (PendingRead read : waiting) {
      askLeader(
          draft, new PendingRead(read.context(), read.from(), draft.commit, read.confirmedBy()));
    }
  }

  /** The context that the next heartbeat carries: whoever confirms it confirms all before it. */
  static long newestContext(Draft draft) {
    return draft.reads.isEmpty() ? NO_CONTEXT : draft.reads.get(draft.reads.size() - 1).context();
  }

  static void onConfirmed(Draft draft, NodeId by, long context) {
    int position = context == NO_CONTEXT ? -1 : position(draft.reads, context);
    if (position < 0) {
      return;
    }
    List<PendingRead> reads = new ArrayList<>(draft.reads);
    PendingRead read = reads.get(position).confirmedAlsoBy(by);
    reads.set(position, read);
    if (isConfirmed(draft.configuration, read)) {
      List<PendingRead> done = reads.subList(0, position + 1);
      for (PendingRead each : done) {
        answer(draft, each);
      }
      done.clear();
    }
    draft.reads = List.copyOf(reads);
  }

  private static boolean isConfirmed(Configuration configuration, PendingRead read) {
    int voters = 0;
    for (NodeId member : read.confirmedBy()) {
      voters += configuration.voters().contains(member) ? 1 : 0;
    }
    return voters >= configuration.quorum();
  }

  private static void answer(Draft draft, PendingRead read) {
    if (read.from().equals(draft.self)) {
      draft.emit(new RaftEffect.ReadReady(read.context(), read.index()));
    } else {
      draft.send(read.from(), new ReadIndexResponse(draft.term, read.context(), read.index()));
    }
  }

  private static int position(List<PendingRead> reads, long context) {
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i).context() == context) {
        return i;
      }
    }
    return -1;
  }

  private static List<PendingRead> plus(List<PendingRead> reads, PendingRead read) {
    List<PendingRead> more = new ArrayList<>(reads);
    more.add(read);
    return List.copyOf(more);
  }
}
