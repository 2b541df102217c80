package dev.skew.world.fault;

import dev.skew.kernel.RandomSource;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one line has chosen: commands of a line that name the same nodes mean the same nodes. */
final class Choices {

  private final FaultTargets targets;
  private final RandomSource random;
  private final Map<NodeSelector, List<NodeId>> chosen = new HashMap<>();

  Choices(FaultTargets targets, RandomSource random) {
    this.targets = targets;
    this.random = random;
  }

  List<NodeId> of(FaultCommand command) {
    List<NodeId> nodes = of(command.nodes());
    NodeSelector.require(command.require(), nodes, targets.members());
    return nodes;
  }

  List<NodeId> of(NodeSelector selector) {
    List<NodeId> known = chosen.get(selector);
    if (known == null) {
      known = selector.choose(targets.members(), targets.leader(), random);
      chosen.put(selector, known);
    }
    return known;
  }

  List<Member> members() {
    return targets.members();
  }
}
