package dev.skew.world.fault;

import dev.skew.kernel.RandomSource;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one line has chosen: commands of a line that name the same nodes mean the same nodes. */
final class Choices {

  private final List<Member> members;
  private final Supplier<Optional<NodeId>> leader;
  private final RandomSource random;
  private final Map<NodeSelector, List<NodeId>> chosen = new HashMap<>();

  Choices(List<Member> members, Supplier<Optional<NodeId>> leader, RandomSource random) {
    this.members = members;
    this.leader = leader;
    this.random = random;
  }

  List<NodeId> of(FaultCommand command) {
    if (command.fault() instanceof ServiceFault) {
      return List.of(); // it is about services, wherever their instances are
    }
    List<NodeId> nodes = of(command.nodes());
    NodeSelector.require(command.require(), nodes, members);
    return nodes;
  }

  List<NodeId> of(NodeSelector selector) {
    List<NodeId> known = chosen.get(selector);
    if (known == null) {
      known = selector.choose(members, leader.get(), random);
      chosen.put(selector, known);
    }
    return known;
  }

  List<Member> members() {
    return members;
  }
}
