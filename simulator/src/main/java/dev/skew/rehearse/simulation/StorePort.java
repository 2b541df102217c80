package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ConsensusTargets;
import dev.skew.world.fault.QuarantineAct;
import dev.skew.world.fault.StoreTargets;
import dev.skew.world.node.AdminRequest;
import dev.skew.world.topology.NodeId;
import java.util.Optional;

/** What operators ask of the store, of the first of its members that can be asked. */
final class StorePort implements StoreTargets {

  private final Cluster cluster;
  private final OperatorConsole console;

  StorePort(Cluster cluster, OperatorConsole console) {
    this.cluster = cluster;
    this.console = console;
  }

  @Override
  public Optional<String> refusal(QuarantineAct act, NodeId node) {
    return member(node).isPresent()
        ? Optional.empty()
        : Optional.of("no other store is up that could be asked");
  }

  @Override
  public void carryOut(QuarantineAct act, NodeId node, ConsensusTargets.Answer answer) {
    NodeId member = member(node).orElseThrow();
    String done = node + (act.isLift() ? " is out of quarantine" : " is in quarantine");
    console.ask(
        member,
        id -> new AdminRequest.Quarantine(id, node, act.isLift(), act.isForced()),
        done,
        answer);
  }

  private Optional<NodeId> member(NodeId about) {
    StoreObservation store = cluster.store();
    if (store == null) {
      return Optional.empty();
    }
    return store.members().stream()
        .filter(member -> !member.equals(about) && store.node(member) != null)
        .filter(member -> !store.isQuarantined(member))
        .findFirst();
  }
}
