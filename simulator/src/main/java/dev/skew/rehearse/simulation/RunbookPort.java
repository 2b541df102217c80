package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.fault.RunbookAct;
import dev.skew.world.fault.RunbookAct.Front;
import dev.skew.world.fault.RunbookTargets;
import dev.skew.world.network.Channel;
import dev.skew.world.node.NodeActor;
import dev.skew.world.quorum.KeyspaceSettings;
import dev.skew.world.quorum.MergePolicy;
import dev.skew.world.quorum.OpenConflict;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.quorum.StoreOrder;
import dev.skew.world.quorum.Versioning;
import dev.skew.world.topology.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a runbook's acts reach of a cluster: the front of its clients, and its store's rows. */
final class RunbookPort implements RunbookTargets {

  private final Cluster cluster;

  RunbookPort(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<String> refusal(RunbookAct act) {
    if (act instanceof RunbookAct.Merge merge) {
      return refuseMerge(merge);
    }
    if (act instanceof RunbookAct.FreezeWrites freeze) {
      boolean isFrozen =
          targets(freeze.of()).stream()
              .allMatch(target -> gate().frozen(target).equals(Optional.of(freeze.scope())));
      return refuse(freeze.of(), isFrozen, "are frozen already");
    }
    RunbookAct.ResumeWrites resume = (RunbookAct.ResumeWrites) act;
    boolean isOpen =
        targets(resume.of()).stream().allMatch(target -> gate().frozen(target).isEmpty());
    return refuse(resume.of(), isOpen, "are not frozen");
  }

  private Optional<String> refuse(Front front, boolean isSo, String how) {
    if (targets(front).isEmpty()) {
      return Optional.of("there are no nodes of role " + front.role());
    }
    String whose = front == Front.ALL ? "" : " of the " + front.label();
    return isSo ? Optional.of("writes" + whose + " " + how) : Optional.empty();
  }

  private Optional<String> refuseMerge(RunbookAct.Merge merge) {
    StoreObservation store = cluster.store();
    if (store == null) {
      return Optional.of("there are no nodes of role " + STORE_ROLE);
    }
    if (policy(merge.keep()).isEmpty() && writer(merge.keep()).isEmpty()) {
      return Optional.of("--keep " + merge.keep() + " is no policy and no node of the store");
    }
    for (KeyspaceSettings keyspace : store.keyspaces()) {
      if (keyspace.name().equals(merge.keyspace())
          && keyspace.versioning() != Versioning.VECTOR_CLOCK) {
        return Optional.of(
            "keyspace %s has %s: it keeps one version of a key"
                .formatted(keyspace.name(), keyspace.versioning().label()));
      }
    }
    boolean isKnown =
        merge.keyspace().isEmpty()
            || store.keyspaces().stream().anyMatch(one -> one.name().equals(merge.keyspace()));
    if (!isKnown) {
      return Optional.of("there is no keyspace " + merge.keyspace());
    }
    boolean isOpen =
        open(store)
            .anyMatch(
                conflict ->
                    (merge.key().isEmpty() || merge.key().equals(conflict.entity()))
                        && (merge.keyspace().isEmpty()
                            || merge.keyspace().equals(store.keyspaceOf(conflict.entity()))));
    String of = merge.key().isEmpty() ? merge.keyspace() : merge.key();
    return isOpen
        ? Optional.empty()
        : Optional.of("no conflict" + (of.isEmpty() ? "" : " of " + of) + " is open");
  }

  private static Stream<OpenConflict> open(StoreObservation store) {
    return store.members().stream()
        .flatMap(member -> Stream.ofNullable(store.node(member)))
        .map(StoreNode::openConflicts)
        .flatMap(List::stream);
  }

  @Override
  public void carryOut(RunbookAct act) {
    if (act instanceof RunbookAct.Merge merge) {
      StoreOrder.Keep keep =
          writer(merge.keep())
              .map(node -> StoreOrder.Keep.versionOf(node.index()))
              .orElseGet(() -> StoreOrder.Keep.by(policy(merge.keep()).orElseThrow()));
      StoreOrder order = new StoreOrder.Merge(merge.keyspace(), merge.key(), keep);
      cluster.withRole(STORE_ROLE).forEach(node -> tell(node, order));
    } else if (act instanceof RunbookAct.FreezeWrites freeze) {
      targets(freeze.of()).forEach(target -> gate().freeze(target, freeze.scope()));
    } else if (act instanceof RunbookAct.ResumeWrites resume) {
      targets(resume.of()).forEach(gate()::resume);
    }
  }

  /** Typed on the node itself: no network is between the operator and it. */
  private void tell(NodeId node, StoreOrder order) {
    cluster.machine(node).tell(new NodeActor.Deliver(node, Channel.CLIENT_REQUEST, order));
  }

  private static Optional<MergePolicy> policy(String keep) {
    return Arrays.stream(MergePolicy.values())
        .filter(policy -> policy != MergePolicy.MANUAL && policy.label().equals(keep))
        .findFirst();
  }

  private Optional<NodeId> writer(String keep) {
    return cluster.withRole(STORE_ROLE).stream()
        .filter(node -> node.name().equals(keep))
        .findFirst();
  }

  private WriteGate gate() {
    return cluster.writeGate();
  }

  /** What is behind a front in this cluster. */
  private List<Workload.Target> targets(Front front) {
    return Arrays.stream(Workload.Target.values())
        .filter(target -> front == Front.ALL || front.label().equals(target.label()))
        .filter(target -> !cluster.withRole(target.role().label()).isEmpty())
        .toList();
  }
}
