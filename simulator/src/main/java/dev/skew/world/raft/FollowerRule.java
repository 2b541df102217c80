package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.topology.NodeId;

/** The follower's side of replication (paper §5.3). */
final class FollowerRule {

  private FollowerRule() {}

  /**
   * Takes note that a message of this term's leader arrived.
   *
   * @return false on a leader, which must not be told by another in its own term
   */
  static boolean heedLeader(Draft draft, NodeId from) {
    if (draft.leads()) {
      return false;
    }
    if (draft.role == Role.FOLLOWER) {
      draft.electionElapsed = 0;
      draft.leader = from;
    } else {
      RoleRule.becomeFollower(draft, draft.term, from);
    }
    return true;
  }

  static void onAppendEntries(Draft draft, NodeId from, AppendEntries message) {
    if (!heedLeader(draft, from)) {
      return;
    }
    if (message.previousIndex() < draft.commit) {
      // All of it may be known, none of it can differ: say how far we are.
      draft.send(from, AppendResponse.accepted(draft.term, draft.commit));
    } else if (draft.log.termAt(message.previousIndex()) == message.previousTerm()) {
      accept(draft, from, message);
    } else {
      reject(draft, from, message);
    }
  }

  private static void accept(Draft draft, NodeId from, AppendEntries message) {
    EntryList entries = message.entries();
    int known = firstUnknown(draft.log, entries);
    if (known < entries.size()) {
      long index = entries.get(known).index();
      if (index <= draft.commit) {
        draft.panic("entry " + index + " conflicts with a committed one");
        return;
      }
      draft.replaceFrom(index, entries.skip(known));
    }
    long last = message.previousIndex() + entries.size();
    draft.commitTo(Math.min(message.commit(), last));
    draft.send(from, AppendResponse.accepted(draft.term, last));
  }

  /** Position of the first entry that the log does not hold in the same term. */
  private static int firstUnknown(RaftLog log, EntryList entries) {
    int position = 0;
    while (position < entries.size()
        && log.termAt(entries.get(position).index()) == entries.get(position).term()) {
      position++;
    }
    return position;
  }

  private static void reject(Draft draft, NodeId from, AppendEntries message) {
    long last = draft.log.lastIndex();
    long hintIndex = last;
    long hintTerm = 0;
    if (draft.settings.release() == EtcdRelease.V3_5) {
      hintIndex =
          draft.log.lastIndexWithin(
              Math.min(message.previousIndex(), last), message.previousTerm());
      hintTerm = Math.max(0, draft.log.termAt(hintIndex));
    }
    draft.send(
        from, new AppendResponse(draft.term, message.previousIndex(), true, hintIndex, hintTerm));
  }
}
