package dev.skew.world.version;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * In which order nodes come to run another version: step after step, each begun only when all nodes
 * of the one before are up again.
 *
 * @param steps none of them empty, and no node in two of them
 */
public record DeployPlan(List<Step> steps) {

  public DeployPlan {
    steps = List.copyOf(steps);
  }

  /** A node and what it is to run. */
  public record Change(NodeId node, Version to) {}

  /** Nodes that are restarted together. */
  public record Step(List<Change> changes) {

    public Step {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("a step must change a node");
      }
    }
  }

  /** All of them together. */
  public static DeployPlan atOnce(List<Change> changes) {
    return new DeployPlan(changes.isEmpty() ? List.of() : List.of(new Step(changes)));
  }

  /**
   * Some of them together, and only when these are up the others, one after the other (Cassandra's
   * rolling restart; {@code maxUnavailable: 1}).
   *
   * @param canaries how many from the front of the list go first; 0 for none
   */
  public static DeployPlan canary(List<Change> changes, int canaries) {
    List<Step> steps = new ArrayList<>();
    int first = Math.min(canaries, changes.size());
    if (first > 0) {
      steps.add(new Step(changes.subList(0, first)));
    }
    for (Change change : changes.subList(first, changes.size())) {
      steps.add(new Step(List.of(change)));
    }
    return new DeployPlan(steps);
  }
}
