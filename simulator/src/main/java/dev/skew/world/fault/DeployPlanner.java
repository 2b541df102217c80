package dev.skew.world.fault;

import dev.skew.world.fault.DeployFault.To;
import dev.skew.world.fault.DeployFault.Whole;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.DeployPlan;
import dev.skew.world.version.DeployPlan.Change;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes plans of deploys from what nodes have installed, or says why there is none. */
record DeployPlanner(FaultTargets targets, DeployHistory history) {

  /** Why a deploy is not begun; empty when it is. */
  Optional<String> refusal(DeployFault fault, List<NodeId> nodes) {
    if (plan(fault, nodes).steps().isEmpty()) {
      return Optional.of(
          fault.aim() instanceof To to
              ? "they have " + to.version() + " already"
              : "there is nothing to roll back to");
    }
    return fault.force() ? Optional.empty() : sickness(targets);
  }

  /** Which node is down, if one is. */
  static Optional<String> sickness(FaultTargets targets) {
    return stores(targets)
        .filter(store -> !targets.isUp(store))
        .map(store -> store + " is down; --force deploys nevertheless")
        .findFirst();
  }

  private static Stream<NodeId> stores(FaultTargets targets) {
    return targets.members().stream()
        .filter(member -> member.role().equals(DeployTargets.ROLE))
        .map(FaultTargets.Member::id);
  }

  DeployPlan plan(DeployFault fault, List<NodeId> nodes) {
    List<Change> changes = new ArrayList<>();
    for (NodeId node : nodes) {
      aim(fault, node)
          .filter(to -> !to.equals(targets.deploys().installed(node)))
          .ifPresent(to -> changes.add(new Change(node, to)));
    }
    if (fault.aim() == Whole.MIXED) {
      return DeployPlan.atOnce(changes);
    }
    return DeployPlan.canary(changes, (int) Math.ceil(fault.canary() * changes.size()));
  }

  private Optional<Version> aim(DeployFault fault, NodeId node) {
    if (fault.aim() instanceof To to) {
      return Optional.of(to.version());
    }
    if (fault.aim() == Whole.ROLLBACK) {
      return history.before(node);
    }
    return stores(targets)
        .map(targets.deploys()::installed)
        .max(Version::compareTo)
        .map(Version::next);
  }
}
