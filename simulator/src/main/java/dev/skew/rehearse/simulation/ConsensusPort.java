package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ConsensusTargets;
import dev.skew.world.fault.RaftAct;
import dev.skew.world.node.AdminRequest;
import dev.skew.world.node.NodeActor;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators do to the etcd members, with etcdctl and with signals. */
final class ConsensusPort implements ConsensusTargets {

  private final Cluster cluster;
  private final EtcdObservation members;
  private final OperatorConsole console;

  ConsensusPort(Cluster cluster, OperatorConsole console) {
    this.cluster = cluster;
    this.members = cluster.consensus();
    this.console = console;
  }

  @Override
  public List<NodeId> claimants() {
    return members.members().stream()
        .filter(member -> members.isUp(member) && members.isLeader(member))
        .toList();
  }

  @Override
  public Optional<String> refusal(RaftAct act, List<NodeId> nodes) {
    List<NodeId> claimants = claimants();
    if (act instanceof RaftAct.MoveLeader) {
      return claimants.isEmpty()
          ? Optional.of("no leader endpoint given at " + endpoints())
          : Optional.empty();
    }
    return nodes.stream()
        .filter(node -> !claimants.contains(node))
        .findFirst()
        .map(node -> node + " does not believe that it leads");
  }

  /** As Go prints a slice of them. */
  private String endpoints() {
    return members.members().stream().map(NodeId::name).collect(Collectors.joining(" ", "[", "]"));
  }

  @Override
  public void carryOut(RaftAct act, List<NodeId> nodes, Answer answer) {
    if (act instanceof RaftAct.MoveLeader) {
      members.leader().ifPresent(leader -> move(leader, nodes.get(0), answer));
    } else if (act instanceof RaftAct.StepDown stepDown) {
      NodeActor.Terminate order = new NodeActor.Terminate(stepDown.down().toNanos());
      nodes.forEach(node -> cluster.machine(node).tell(order));
    }
  }

  private void move(NodeId leader, NodeId to, Answer answer) {
    console.ask(
        leader,
        id -> new AdminRequest.MoveLeader(id, to),
        "Leadership transferred from " + leader + " to " + to,
        answer);
  }
}
