package dev.skew.world.fault;

import dev.skew.kernel.Seed;
import dev.skew.world.fault.FaultScript.Step;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.fault.NodeSelector.Group;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells before a run what no run could carry out. */
public final class Feasibility {

  private Feasibility() {}

  /** Why commands cannot be carried out among these members; empty when they can. */
  public static List<String> refusals(
      FaultScript script, List<Member> members, ServiceMap services) {
    // Which node leads makes no difference to whether there can be such a choice.
    Optional<NodeId> leader =
        members.stream()
            .filter(member -> member.role().equals(ConsensusTargets.ROLE))
            .map(Member::id)
            .findFirst();
    // So can be which of the servers is the primary, as long as one is.
    List<NodeId> replicas =
        members.stream()
            .filter(member -> member.role().equals(ReplicaTargets.ROLE))
            .map(Member::id)
            .skip(1)
            .toList();
    List<String> refusals = new ArrayList<>();
    for (Step step : script.steps()) {
      refusal(
              step.command(),
              new Choices(
                  members,
                  () -> leader,
                  () -> replicas,
                  () -> leader.stream().toList(),
                  new Seed(0).random()))
          .ifPresent(refusals::add);
      if (step.command().fault() instanceof ServiceFault fault) {
        services.refusal(fault).ifPresent(refusals::add);
      }
    }
    return refusals;
  }

  /** Which releases commands want that there are not; empty when there are all. */
  public static List<String> refusals(FaultScript script, Releases releases) {
    List<String> refusals = new ArrayList<>();
    for (Step step : script.steps()) {
      if (step.command().fault() instanceof DeployFault deploy
          && deploy.aim() instanceof DeployFault.To to) {
        releases.refusal(to.version()).ifPresent(refusals::add);
      }
    }
    return refusals;
  }

  private static Optional<String> refusal(FaultCommand command, Choices choices) {
    boolean depends = dependsOnLeadersPlace(command.nodes());
    if (depends) {
      return Optional.empty();
    }
    try {
      List<NodeId> nodes = choices.of(command);
      boolean cuts =
          command.fault() instanceof NetworkFault
              && !(command.fault() instanceof NetworkFault.Heal);
      if (cuts && !dependsOnLeadersPlace(((NetworkFault) command.fault()).reach().peers())) {
        LinkChoice.of((NetworkFault) command.fault(), nodes, choices);
      }
      return command.fault() instanceof DeployFault deploy
          ? DeployPlanner.noMix(deploy, nodes, choices.members())
          : Optional.empty();
    } catch (SelectionRefusedException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /** Whether the answer would be another one with another leader. */
  private static boolean dependsOnLeadersPlace(NodeSelector nodes) {
    boolean relative =
        nodes.amount() == Group.LEADER
            || nodes.amount() == Group.FOLLOWER
            || nodes.amount() == Group.FOLLOWERS;
    return relative && nodes.region() != null;
  }
}
