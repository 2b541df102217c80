package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ConsensusTargets;
import dev.skew.world.fault.RaftAct;
import dev.skew.world.node.AdminRequest;
import dev.skew.world.node.NodeActor;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators do to the etcd members, with etcdctl and with signals. */
final class ConsensusPort implements ConsensusTargets {

  private final Cluster cluster;
  private final EtcdObservation members;
  private final OperatorConsole console;
  private final PartitionRepair repair;

  ConsensusPort(Cluster cluster, OperatorConsole console) {
    this.cluster = cluster;
    this.members = cluster.consensus();
    this.console = console;
    this.repair = new PartitionRepair(cluster, console);
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
    if (isThroughTheLeader(act)) {
      return claimants.isEmpty()
          ? Optional.of("no leader endpoint given at " + endpoints())
          : Optional.empty();
    }
    if (!(act instanceof RaftAct.StepDown)) {
      return repair.refusal(act, nodes);
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
    } else if (act instanceof RaftAct.AddMember) {
      change(MembershipChange.Kind.ADD_VOTER, nodes.get(0), answer);
    } else if (act instanceof RaftAct.RemoveMember) {
      change(MembershipChange.Kind.REMOVE, nodes.get(0), answer);
    } else if (act instanceof RaftAct.StepDown stepDown) {
      NodeActor.Terminate order = new NodeActor.Terminate(stepDown.down().toNanos());
      nodes.forEach(node -> cluster.machine(node).tell(order));
    } else {
      repair.carryOut(act, nodes, answer);
    }
  }

  private static boolean isThroughTheLeader(RaftAct act) {
    return act instanceof RaftAct.MoveLeader
        || act instanceof RaftAct.AddMember
        || act instanceof RaftAct.RemoveMember;
  }

  /** A member is let in first, then its process is started ({@code --initial-cluster-state}). */
  private void change(MembershipChange.Kind kind, NodeId node, Answer answer) {
    boolean isRemoved = kind == MembershipChange.Kind.REMOVE;
    console.ask(
        members.leader().orElseThrow(),
        id -> new AdminRequest.ChangeMember(id, new MembershipChange(kind, node)),
        "Member " + node + (isRemoved ? " removed from cluster" : " added to cluster"),
        (done, text) -> {
          if (done && isRemoved) {
            cluster.left(node);
          } else if (done) {
            cluster.joined(node);
          }
          answer.onAnswer(done, text);
        });
  }

  private void move(NodeId leader, NodeId to, Answer answer) {
    console.ask(
        leader,
        id -> new AdminRequest.MoveLeader(id, to),
        "Leadership transferred from " + leader + " to " + to,
        answer);
  }
}
