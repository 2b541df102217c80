package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Raft promises of its nodes (Ongaro and Ousterhout, "In search of an understandable consensus
 * algorithm", 2014, figure 3), looked at after every step of every node.
 *
 * <p>Nothing is done when nothing changed, and of a log only what is new is looked at. Log matching
 * is checked by its induction step: wherever an index and a term meet, content and predecessor are
 * the same. After a restart the last {@value #RECHECKED} entries of a log are looked at again. The
 * latest {@value #WINDOW} indexes are remembered; what lies before them is trusted.
 */
final class ConsensusJudge {

  /** Where the findings go. */
  record Promises(
      Findings oneLeader,
      Findings logMatching,
      Findings agreement,
      Findings commitMonotone,
      Findings completeness,
      Findings duplicates) {}

  private static final int WINDOW = 1 << 18;
  private static final int RECHECKED = 4_096;
  private static final int TERMS = 1_024;

  private static final int TERM = 0;
  private static final int FINGERPRINT = 1;
  private static final int BEFORE = 2;

  private final ConsensusView view;
  private final Promises promises;
  private final CommittedLog committed;
  private final List<@Nullable MemberMemory> members = new ArrayList<>();
  private final Map<Long, NodeId> leaders = new LinkedHashMap<>();

  /** Term, content and predecessor's term of the entry first seen at an index. */
  private final EntryWindow entries = new EntryWindow(WINDOW, 3);

  /** The same of other entries at the same indexes, by index and term. */
  private final Map<Long, Map<Long, long[]>> rivals = new HashMap<>();

  ConsensusJudge(ConsensusView view, Promises promises) {
    this.view = view;
    this.promises = promises;
    this.committed = new CommittedLog(view, WINDOW, promises.agreement, promises.duplicates);
  }

  void onNodeChanged(long atNanos, NodeId node) {
    if (!view.isUp(node)) {
      return;
    }
    MemberMemory member = memberOf(node);
    long life = view.life(node);
    long term = view.term(node);
    long commit = view.commitIndex(node);
    long lastIndex = view.lastIndex(node);
    long lastTerm = view.termAt(node, lastIndex);
    boolean leader = view.isLeader(node);
    boolean reborn = life != member.life;
    boolean logChanged = reborn || lastIndex != member.lastIndex || lastTerm != member.lastTerm;
    if (!logChanged && commit == member.commit && term == member.term && leader == member.leader) {
      return;
    }
    if (reborn) {
      restart(member, life);
    }
    if (logChanged) {
      lookAtLog(atNanos, member, lastIndex);
      member.lastIndex = lastIndex;
      member.lastTerm = lastTerm;
    }
    if (commit != member.commit) {
      lookAtCommit(atNanos, member, commit, term);
    }
    if (leader && (!member.leader || term != member.term)) {
      onElected(atNanos, node, term);
    }
    member.term = term;
    member.leader = leader;
  }

  /**
   * Whether a leader has committed something in the highest term that a live node knows: then
   * everything that was ever acknowledged is committed there.
   */
  boolean isSettled() {
    long highest = 0;
    NodeId leader = null;
    for (NodeId node : view.members()) {
      if (view.isUp(node) && view.term(node) >= highest) {
        boolean isHigher = view.term(node) > highest;
        highest = view.term(node);
        leader = view.isLeader(node) ? node : isHigher ? null : leader;
      }
    }
    return leader != null && view.termAt(leader, view.commitIndex(leader)) == highest;
  }

  private MemberMemory memberOf(NodeId node) {
    while (members.size() <= node.index()) {
      members.add(null);
    }
    MemberMemory known = members.get(node.index());
    if (known == null) {
      known = new MemberMemory(node, WINDOW);
      members.set(node.index(), known);
    }
    return known;
  }

  /** What was in memory only is gone; the log is what the disk gave back. */
  private static void restart(MemberMemory member, long life) {
    member.life = life;
    member.leader = false;
    member.commit = 0;
    member.lastIndex = Math.max(0, member.lastIndex - RECHECKED);
  }

  private void lookAtLog(long atNanos, MemberMemory member, long lastIndex) {
    NodeId node = member.node;
    long first = view.firstIndex(node);
    long from = Math.min(member.lastIndex, lastIndex);
    while (from >= first && view.termAt(node, from) != member.terms.get(from, 0)) {
      from--;
    }
    long changed = Math.max(first, from + 1);
    if (changed <= Math.min(member.commit, member.lastIndex)) {
      promises.agreement.violation(
          atNanos,
          node + " replaced entry " + changed + ", which it held as committed",
          node + " had committed up to " + member.commit);
    }
    for (long index = changed; index <= lastIndex; index++) {
      lookAtEntry(atNanos, node, index);
      member.terms.put(index, 0, view.termAt(node, index));
    }
    member.terms.forgetBelow(first);
    if (first > entries.first() + RECHECKED) {
      forget();
    }
  }

  private void lookAtEntry(long atNanos, NodeId node, long index) {
    promises.logMatching.checked();
    long term = view.termAt(node, index);
    long fingerprint = view.fingerprintAt(node, index);
    long before = view.termAt(node, index - 1);
    long knownTerm = entries.get(index, TERM);
    if (knownTerm == EntryWindow.MISSING) {
      entries.put(index, TERM, term);
      entries.put(index, FINGERPRINT, fingerprint);
      entries.put(index, BEFORE, before);
      return;
    }
    long knownFingerprint;
    long knownBefore;
    if (knownTerm == term) {
      knownFingerprint = entries.get(index, FINGERPRINT);
      knownBefore = entries.get(index, BEFORE);
    } else {
      long[] rival =
          rivals
              .computeIfAbsent(index, key -> new HashMap<>())
              .computeIfAbsent(term, key -> new long[] {fingerprint, before});
      knownFingerprint = rival[0];
      knownBefore = rival[1];
    }
    if (knownFingerprint != fingerprint || knownBefore != before) {
      boolean isOther = knownFingerprint != fingerprint;
      promises.logMatching.violation(
          atNanos,
          "entry "
              + index
              + " of term "
              + term
              + (isOther ? " has two contents" : " has two predecessors"),
          isOther
              ? node + " holds another content than was seen there first"
              : node
                  + " holds it after an entry of term "
                  + before
                  + ", it was first seen after one of term "
                  + knownBefore);
    }
  }

  private void lookAtCommit(long atNanos, MemberMemory member, long commit, long term) {
    NodeId node = member.node;
    if (commit < member.commit) {
      promises.commitMonotone.violation(
          atNanos,
          node + " went back from commit index " + member.commit + " to " + commit,
          "life " + member.life + " of " + node + ", term " + term);
    }
    promises.commitMonotone.checked();
    long from = member.commit == 0 ? Math.max(0, commit - RECHECKED) : member.commit;
    committed.advance(atNanos, node, from, commit);
    member.commit = commit;
  }

  private void onElected(long atNanos, NodeId node, long term) {
    promises.oneLeader.checked();
    NodeId other = leaders.putIfAbsent(term, node);
    if (other != null && !other.equals(node)) {
      promises.oneLeader.violation(
          atNanos, "term " + term + " has two leaders, " + other + " and " + node, "");
    }
    if (leaders.size() > TERMS) {
      leaders.remove(leaders.keySet().iterator().next());
    }
    promises.completeness.checked();
    long missing = committed.missingAt(node, term);
    if (missing > 0) {
      promises.completeness.violation(
          atNanos,
          node + " leads term " + term + " without entry " + missing + ", committed before",
          node + " holds entries " + view.firstIndex(node) + " to " + view.lastIndex(node));
    }
  }

  /** Lets go of what every node has compacted. */
  private void forget() {
    long lowest = Long.MAX_VALUE;
    for (MemberMemory member : members) {
      if (member != null) {
        lowest = Math.min(lowest, member.terms.first());
      }
    }
    entries.forgetBelow(lowest);
    committed.forgetBelow(lowest);
    long kept = entries.first();
    rivals.keySet().removeIf(index -> index < kept);
  }
}
