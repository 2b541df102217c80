package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** The leader's side of replication (paper §5.3, §5.4.2; windows and probes as in etcd). */
final class ReplicationRule {

  private ReplicationRule() {}

  /** Appends to the leader's own log; the leader is the first to hold it. */
  static void appendOwn(Draft draft, List<Payload> payloads) {
    for (Payload payload : payloads) {
      draft.append(payload);
    }
    int self = draft.peer(draft.self);
    draft.setPeer(self, draft.peers[self].acknowledged(draft.log.lastIndex()));
    advanceCommit(draft);
  }

  /** Sends everyone what is due, even if it is only the commit index. */
  static void broadcast(Draft draft) {
    for (int i = 0; i < draft.peers.length; i++) {
      if (!draft.peers[i].member().equals(draft.self)) {
        send(draft, i, true);
      }
    }
  }

  /**
   * Sends a member one message of entries, unless it must wait.
   *
   * @param evenIfEmpty send also when there are no entries, for the commit index
   * @return whether anything was sent
   */
  static boolean send(Draft draft, int peer, boolean evenIfEmpty) {
    Progress progress = draft.peers[peer];
    if (progress.isPaused(draft.settings.limits().inflightMessages())) {
      return false;
    }
    RaftLog log = draft.log;
    boolean held = progress.next() >= log.firstIndex();
    boolean empty = !held || progress.next() > log.lastIndex();
    if (empty && !evenIfEmpty) {
      return false;
    }
    if (!held) {
      return SnapshotRule.send(draft, peer);
    }
    EntryList entries =
        empty
            ? EntryList.EMPTY
            : log.sliceFrom(progress.next(), draft.settings.limits().messageBytes());
    long previous = progress.next() - 1;
    draft.send(
        progress.member(),
        new AppendEntries(draft.term, previous, log.termAt(previous), draft.commit, entries));
    if (!empty) {
      noteSent(draft, peer, entries.last().index());
    }
    return true;
  }

  private static void noteSent(Draft draft, int peer, long lastIndex) {
    Progress progress = draft.peers[peer];
    draft.setPeer(
        peer,
        progress.mode() == Progress.Mode.REPLICATE
            ? progress.sent(lastIndex)
            : progress.withProbeSent(true));
  }

  static void onAppendResponse(Draft draft, NodeId from, AppendResponse response) {
    int peer = draft.peer(from);
    if (!draft.leads() || peer < 0) {
      return;
    }
    draft.setPeer(peer, draft.peers[peer].withRecentActive(true));
    if (response.rejected()) {
      onRejected(draft, peer, response);
    } else {
      onAccepted(draft, peer, response.index());
    }
  }

  private static void onRejected(Draft draft, int peer, AppendResponse response) {
    long hint =
        response.hintTerm() > 0
            ? draft.log.lastIndexWithin(response.hintIndex(), response.hintTerm())
            : response.hintIndex();
    Progress progress = draft.peers[peer];
    if (!progress.isStaleRejection(response.index())) {
      draft.setPeer(peer, progress.rejected(response.index(), hint));
      send(draft, peer, true);
    }
  }

  private static void onAccepted(Draft draft, int peer, long index) {
    Progress before = draft.peers[peer];
    Progress after = before.acknowledged(index);
    draft.setPeer(peer, after);
    if (after.match() == before.match()) {
      return;
    }
    boolean wasPaused = before.isPaused(draft.settings.limits().inflightMessages());
    draft.setPeer(peer, resumed(after, index));

    if (advanceCommit(draft)) {
      ReadIndexRule.releasePostponed(draft);
      broadcast(draft);
    } else if (wasPaused) {
      send(draft, peer, true); // it may lack the newest commit index
    }
    while (send(draft, peer, false)) {
      // as many messages as the window now allows
    }
    TransferRule.onCaughtUp(draft, peer);
  }

  private static Progress resumed(Progress progress, long index) {
    return switch (progress.mode()) {
      case PROBE -> progress.replicating();
      case REPLICATE -> progress.withInflights(progress.inflights().acknowledged(index));
      case SNAPSHOT ->
          progress.match() >= progress.pendingSnapshot()
              ? progress.probing().replicating()
              : progress;
    };
  }

  /** The transport failed: what was sent ahead is probably lost. */
  static void onUnreachable(Draft draft, NodeId member) {
    int peer = draft.peer(member);
    if (draft.leads() && peer >= 0 && draft.peers[peer].mode() == Progress.Mode.REPLICATE) {
      draft.setPeer(peer, draft.peers[peer].probing());
    }
  }

  /** Commits what a majority holds, if it is of the present term (§5.4.2, figure 8). */
  static boolean advanceCommit(Draft draft) {
    long index = majorityMatch(draft);
    if (index <= draft.commit || draft.log.termAt(index) != draft.term) {
      return false;
    }
    draft.commitTo(index);
    return true;
  }

  /** The highest index that a majority of the voters holds. */
  private static long majorityMatch(Draft draft) {
    long[] matches = new long[draft.peers.length];
    int voters = 0;
    for (Progress progress : draft.peers) {
      if (progress.learner()) {
        continue;
      }
      int at = voters++;
      while (at > 0 && matches[at - 1] < progress.match()) {
        matches[at] = matches[at - 1];
        at--;
      }
      matches[at] = progress.match(); // falling order
    }
    return voters == 0 ? 0 : matches[voters / 2];
  }
}
