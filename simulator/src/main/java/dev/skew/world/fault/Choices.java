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
  private final Supplier<List<NodeId>> replicas;
  private final RandomSource random;
  private final Map<NodeSelector, List<NodeId>> chosen = new HashMap<>();

  /**
   * The choices of one line.
   *
   * @param replicas which servers replicate from another when somebody asks
   */
  Choices(
      List<Member> members,
      Supplier<Optional<NodeId>> leader,
      Supplier<List<NodeId>> replicas,
      RandomSource random) {
    this.members = members;
    this.leader = leader;
    this.replicas = replicas;
    this.random = random;
  }

  List<NodeId> of(FaultCommand command) {
    if (command.fault() instanceof ServiceFault) {
      return List.of(); // it is about services, wherever their instances are
    }
    List<NodeId> nodes =
        command.fault() instanceof ReplicationFault
            ? servers(command.nodes())
            : command.fault() instanceof DeployFault deploy
                ? deployed(deploy, command.nodes())
                : of(command.nodes());
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

  /** Of the servers that replicate those that are meant, or whoever is named, whatever it does. */
  private List<NodeId> servers(NodeSelector selector) {
    boolean named = selector.amount() instanceof NodeSelector.Named;
    List<NodeId> replicating = replicas.get();
    List<Member> candidates =
        members.stream()
            .filter(member -> member.role().equals(ReplicaTargets.ROLE))
            .filter(member -> named || replicating.contains(member.id()))
            .toList();
    return selector.choose(candidates, leader.get(), random);
  }

  /** Of the stores that are meant all, or as many as a mixed deploy changes. */
  private List<NodeId> deployed(DeployFault deploy, NodeSelector selector) {
    List<Member> stores = withRole(DeployTargets.ROLE);
    if (stores.isEmpty()) {
      throw new SelectionRefusedException(
          "there are no nodes of role " + DeployTargets.ROLE + ", which deploys are for");
    }
    List<NodeId> meant = selector.choose(stores, leader.get(), random);
    if (deploy.aim() != DeployFault.Whole.MIXED) {
      return meant;
    }
    stores = stores.stream().filter(member -> meant.contains(member.id())).toList();
    return NodeSelector.of(new NodeSelector.Share(deploy.ratio().freshShare()))
        .choose(stores, leader.get(), random);
  }

  private List<Member> withRole(String role) {
    return members.stream().filter(member -> member.role().equals(role)).toList();
  }

  List<Member> members() {
    return members;
  }
}
