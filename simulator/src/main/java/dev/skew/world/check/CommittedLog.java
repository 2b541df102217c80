package dev.skew.world.check;

import dev.skew.world.topology.NodeId;

/**
 * The one sequence of committed entries, as nodes' commit indexes revealed it: no two nodes may
 * commit different entries at one index, and no request may be in it twice.
 */
final class CommittedLog {

  /** Requests are recognised among at least the last so many. */
  private static final int REQUESTS = 1 << 19;

  private static final int FINGERPRINT = 0;
  private static final int TERM = 1;
  private static final int COMMITTED_IN = 2;

  private final ConsensusView view;
  private final Findings agreement;
  private final Findings duplicates;
  private final EntryWindow entries;
  private final RecentMap requests = new RecentMap(REQUESTS);
  private long last;

  CommittedLog(ConsensusView view, int window, Findings agreement, Findings duplicates) {
    this.view = view;
    this.entries = new EntryWindow(window, 3);
    this.agreement = agreement;
    this.duplicates = duplicates;
  }

  /** A node holds everything up to an index as committed; before it did so up to {@code from}. */
  void advance(long atNanos, NodeId node, long from, long to) {
    long first = view.firstIndex(node);
    long end = Math.min(to, view.lastIndex(node));
    if (from + 1 < first) {
      agreeOnSnapshot(atNanos, node, first - 1);
    }
    for (long index = Math.max(from + 1, first); index <= end; index++) {
      long fingerprint = view.fingerprintAt(node, index);
      long known = entries.get(index, FINGERPRINT);
      agreement.checked();
      if (known == EntryWindow.MISSING) {
        append(atNanos, node, index, fingerprint);
      } else if (known != fingerprint) {
        disagree(atNanos, node, index, view.termAt(node, index));
      }
    }
  }

  /**
   * The last entry that leaders of earlier terms committed and a leader does not hold, 0 for none.
   */
  long missingAt(NodeId leader, long term) {
    long index = last;
    while (index > 0 && entries.get(index, COMMITTED_IN) >= term) {
      index--;
    }
    if (index == 0 || entries.get(index, TERM) == EntryWindow.MISSING) {
      return 0;
    }
    if (index < view.firstIndex(leader) - 1) {
      return 0;
    }
    boolean held =
        index <= view.lastIndex(leader) && view.termAt(leader, index) == entries.get(index, TERM);
    return held ? 0 : index;
  }

  void forgetBelow(long index) {
    entries.forgetBelow(Math.min(index, last));
  }

  private void append(long atNanos, NodeId node, long index, long fingerprint) {
    if (index < entries.first()) {
      return;
    }
    entries.put(index, FINGERPRINT, fingerprint);
    entries.put(index, TERM, view.termAt(node, index));
    entries.put(index, COMMITTED_IN, view.term(node));
    last = Math.max(last, index);
    long request = view.requestAt(node, index);
    if (request == 0) {
      return;
    }
    duplicates.checked();
    long before = requests.get(request);
    if (before != RecentMap.MISSING && before != index) {
      duplicates.violation(
          atNanos,
          "a request was committed twice, as entries " + before + " and " + index,
          "entry " + index + " of term " + view.termAt(node, index) + " on " + node);
    }
    requests.put(request, index);
  }

  private void agreeOnSnapshot(long atNanos, NodeId node, long index) {
    long known = entries.get(index, TERM);
    if (known != EntryWindow.MISSING && known != view.termAt(node, index)) {
      disagree(atNanos, node, index, view.termAt(node, index));
    }
  }

  private void disagree(long atNanos, NodeId node, long index, long term) {
    agreement.violation(
        atNanos,
        "two entries were committed at index " + index,
        node + " has one of term " + term + ", the first was of term " + entries.get(index, TERM));
  }
}
