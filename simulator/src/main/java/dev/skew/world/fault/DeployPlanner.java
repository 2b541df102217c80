package dev.skew.world.fault;

import dev.skew.world.fault.DeployFault.To;
import dev.skew.world.fault.DeployFault.Whole;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.DeployPlan;
import dev.skew.world.version.DeployPlan.Change;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes plans of deploys from what nodes have installed, or says why there is none. */
record DeployPlanner(FaultTargets targets, DeployHistory history) {

  /** Why a deploy is not begun; empty when it is. */
  Optional<String> refusal(DeployFault fault, List<NodeId> nodes) {
    Optional<String> impossible = noRelease(fault).or(() -> noMix(fault, nodes, targets.members()));
    if (impossible.isPresent()) {
      return impossible;
    }
    if (plan(fault, nodes).steps().isEmpty()) {
      return Optional.of(
          fault.aim() instanceof To to
              ? "they have " + to.version() + " already"
              : "there is nothing to roll back to");
    }
    return fault.force() ? Optional.empty() : sickness(targets);
  }

  private Optional<String> noRelease(DeployFault fault) {
    Releases releases = targets.deploys().releases();
    if (fault.aim() == Whole.MIXED && next().isEmpty()) {
      return newestInstalled()
          .map(newest -> "there is no release after " + newest + ", only " + releases.names());
    }
    return fault.aim() instanceof To to ? releases.refusal(to.version()) : Optional.empty();
  }

  /**
   * Why a ratio makes no mix; empty when it does.
   *
   * @param fresh the nodes that would get the new version
   */
  static Optional<String> noMix(
      DeployFault fault, List<NodeId> fresh, List<FaultTargets.Member> members) {
    int all = (int) stores(members).count();
    if (fault.aim() != Whole.MIXED || fresh.size() < all) {
      return Optional.empty();
    }
    return Optional.of(
        all < 2
            ? "a mix needs two stores, there is one"
            : "a ratio of %s leaves none of %d stores with its version; 1:%d leaves one"
                .formatted(fault.ratio(), all, all - 1));
  }

  /** Which node is down, if one is. */
  static Optional<String> sickness(FaultTargets targets) {
    return stores(targets)
        .filter(store -> !targets.isUp(store))
        .map(store -> store + " is down; --force deploys nevertheless")
        .findFirst();
  }

  private static Stream<NodeId> stores(FaultTargets targets) {
    return stores(targets.members());
  }

  private static Stream<NodeId> stores(List<FaultTargets.Member> members) {
    return members.stream()
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
    return next();
  }

  private Optional<Version> next() {
    return newestInstalled().flatMap(targets.deploys().releases()::after);
  }

  private Optional<Version> newestInstalled() {
    return stores(targets).map(targets.deploys()::installed).max(Version::compareTo);
  }
}
