package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/** The answers to a candidate, the first of each member. */
record Votes(List<NodeId> granted, List<NodeId> refused) {

  static final Votes NONE = new Votes(List.of(), List.of());

  /** What a majority has said. */
  enum Verdict {
    WON,
    LOST,
    PENDING
  }

  Votes with(NodeId voter, boolean grants) {
    if (granted.contains(voter) || refused.contains(voter)) {
      return this;
    }
    List<NodeId> side = new ArrayList<>(grants ? granted : refused);
    side.add(voter);
    return grants ? new Votes(List.copyOf(side), refused) : new Votes(granted, List.copyOf(side));
  }

  Verdict verdict(Configuration configuration) {
    int yes = 0;
    int no = 0;
    for (NodeId voter : configuration.voters()) {
      yes += granted.contains(voter) ? 1 : 0;
      no += refused.contains(voter) ? 1 : 0;
    }
    if (yes >= configuration.quorum()) {
      return Verdict.WON;
    }
    return configuration.voters().size() - no < configuration.quorum()
        ? Verdict.LOST
        : Verdict.PENDING;
  }
}
