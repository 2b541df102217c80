package dev.skew.world.fault;

import dev.skew.kernel.RandomSource;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What one line has chosen: commands of a line that name the same nodes mean the same nodes. */
final class Choices {

  private final List<Member> members;
  private final Supplier<Optional<NodeId>> leader;
  private final Supplier<List<NodeId>> replicas;
  private final Supplier<List<NodeId>> claimants;
  private final RandomSource random;
  private final Map<NodeSelector, List<NodeId>> chosen = new HashMap<>();

  /**
   * The choices of one line.
   *
   * @param replicas which servers replicate from another when somebody asks
   * @param claimants who believes that it leads then
   */
  Choices(
      List<Member> members,
      Supplier<Optional<NodeId>> leader,
      Supplier<List<NodeId>> replicas,
      Supplier<List<NodeId>> claimants,
      RandomSource random) {
    this.members = members;
    this.leader = leader;
    this.replicas = replicas;
    this.claimants = claimants;
    this.random = random;
  }

  List<NodeId> of(FaultCommand command) {
    if (command.fault() instanceof ServiceFault || command.fault() instanceof RunbookAct) {
      return List.of(); // it is about services or keys, wherever they are
    }
    List<NodeId> nodes = chosen(command);
    NodeSelector.require(command.require(), nodes, members);
    return nodes;
  }

  private List<NodeId> chosen(FaultCommand command) {
    if (command.fault() instanceof RaftAct act) {
      return ofGroup(act, command.nodes());
    }
    if (command.fault() instanceof DeployFault deploy) {
      return deployed(deploy, command.nodes());
    }
    if (command.fault() instanceof NodeFault.Lie lie) {
      return lie.isOfMembers()
          ? ofGroup(command.nodes(), Choices::refusalOfVoter)
          : ofStores(command.nodes(), "can lie");
    }
    if (command.fault() instanceof QuarantineAct) {
      return ofStores(command.nodes(), "can be in quarantine");
    }
    return command.fault() instanceof ReplicationFault
        ? servers(command.nodes())
        : of(command.nodes());
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
        withRole(ReplicaTargets.ROLE).stream()
            .filter(member -> named || replicating.contains(member.id()))
            .toList();
    return selector.choose(candidates, leader.get(), random);
  }

  /** Members of the consensus group: who is meant, or all who believe that they lead. */
  private List<NodeId> ofGroup(RaftAct act, NodeSelector selector) {
    requireGroup();
    if (act instanceof RaftAct.StepDown && selector.equals(NodeSelector.ALL)) {
      List<NodeId> leaders = claimants.get();
      if (leaders.isEmpty()) {
        throw new SelectionRefusedException("no member believes that it leads");
      }
      return leaders;
    }
    return ofGroup(selector, act::refusalOf);
  }

  /**
   * Members of the consensus group.
   *
   * @param refusal why somebody else cannot be meant
   */
  private List<NodeId> ofGroup(NodeSelector selector, Function<Member, String> refusal) {
    List<Member> group = requireGroup();
    boolean named = selector.amount() instanceof NodeSelector.Named;
    List<NodeId> nodes = selector.choose(named ? members : group, leader.get(), random);
    for (Member member : members) {
      if (nodes.contains(member.id()) && !group.contains(member)) {
        throw new SelectionRefusedException(refusal.apply(member));
      }
    }
    return nodes;
  }

  private List<Member> requireGroup() {
    List<Member> group = withRole(ConsensusTargets.ROLE);
    if (group.isEmpty()) {
      throw new SelectionRefusedException(
          "there is no consensus group, the topology has no nodes of role "
              + ConsensusTargets.ROLE);
    }
    return group;
  }

  private static String refusalOfVoter(Member stranger) {
    return stranger.id()
        + " is a "
        + stranger.role()
        + ", only members of the consensus group can lie about votes";
  }

  /** Of the stores those that are meant; nobody else is. */
  private List<NodeId> ofStores(NodeSelector selector, String purpose) {
    List<Member> stores = stores("alone " + purpose);
    boolean named = selector.amount() instanceof NodeSelector.Named;
    List<NodeId> nodes = selector.choose(named ? members : stores, leader.get(), random);
    for (Member member : members) {
      if (nodes.contains(member.id()) && !stores.contains(member)) {
        throw new SelectionRefusedException(
            member.id() + " is a " + member.role() + ", only stores " + purpose);
      }
    }
    return nodes;
  }

  private List<Member> stores(String purpose) {
    List<Member> stores = withRole(DeployTargets.ROLE);
    if (stores.isEmpty()) {
      throw new SelectionRefusedException(
          "there are no nodes of role " + DeployTargets.ROLE + ", which " + purpose);
    }
    return stores;
  }

  /** Of the stores that are meant all, or as many as a mixed deploy changes. */
  private List<NodeId> deployed(DeployFault deploy, NodeSelector selector) {
    List<Member> stores = stores("deploys are for");
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
