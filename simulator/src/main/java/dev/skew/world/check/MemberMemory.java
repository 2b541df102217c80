package dev.skew.world.check;

import dev.skew.world.topology.NodeId;

/** What was last seen of one consensus node. */
final class MemberMemory {

  final NodeId node;
  long life = -1;
  long term;
  boolean leader;
  long commit;
  long lastIndex;
  long lastTerm;

  /** The terms of its log's entries, to find out where a log was cut and written anew. */
  final EntryWindow terms;

  MemberMemory(NodeId node, int window) {
    this.node = node;
    this.terms = new EntryWindow(window, 1);
  }
}
