package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.world.fault.ConsensusTargets.Answer;
import dev.skew.world.fault.RaftAct;
import dev.skew.world.node.AdminRequest;
import dev.skew.world.node.EtcdSoftware;
import dev.skew.world.node.NodeActor;
import dev.skew.world.node.RaftWal;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What operators do to a consensus group that has come apart: make one partition the cluster, bring
 * back what the other had written, and take its members in again.
 */
final class PartitionRepair {

  /** To copy a data directory and start the process: seconds where it is small. */
  private static final long RESTORE_NANOS = 2 * SimTime.SECOND;

  /** From the start of one added member to the addition of the next. */
  private static final long ADD_NANOS = SimTime.SECOND;

  private static final String NO_LEADER = "etcdserver: no leader";

  /** etcd's own words ({@code ErrNotEnoughStartedMembers}). */
  private static final String NOT_ENOUGH =
      "etcdserver: re-configuration failed due to not enough started members";

  private final Cluster cluster;
  private final EtcdObservation group;
  private final OperatorConsole console;
  private int clusters;

  PartitionRepair(Cluster cluster, OperatorConsole console) {
    this.cluster = cluster;
    this.group = cluster.consensus();
    this.console = console;
  }

  Optional<String> refusal(RaftAct act, List<NodeId> nodes) {
    if (act instanceof RaftAct.Promote promote) {
      return refusePromotion(nodes, promote.force());
    }
    List<NodeId> leaders = leadersWithout(nodes);
    if (leaders.isEmpty()) {
      return Optional.of(NO_LEADER);
    }
    if (leaders.size() > 1) {
      return Optional.of(names(leaders) + " lead at once: promote one partition first");
    }
    if (act instanceof RaftAct.ReplayWal) {
      return replayOf(nodes.get(0), leaders.get(0)).refusal();
    }
    return Optional.empty();
  }

  private Optional<String> refusePromotion(List<NodeId> nodes, boolean isForced) {
    for (NodeId node : nodes) {
      if (!group.isUp(node)) {
        return Optional.of(node + " is down: connect: connection refused");
      }
    }
    if (isForced) {
      return Optional.empty();
    }
    Configuration configuration = group.state(nodes.get(0)).configuration();
    long voters = configuration.voters().stream().filter(nodes::contains).count();
    if (voters < configuration.quorum()) {
      return Optional.of(
          "%s: %d of %d, %d are a quorum; --force starts them as a new cluster"
              .formatted(
                  NOT_ENOUGH, voters, configuration.voters().size(), configuration.quorum()));
    }
    return nodes.stream().anyMatch(group::isLeader) ? Optional.empty() : Optional.of(NO_LEADER);
  }

  void carryOut(RaftAct act, List<NodeId> nodes, Answer answer) {
    if (act instanceof RaftAct.Promote promote && promote.force()) {
      stop(nodes);
      later(() -> startNewCluster(nodes, answer));
    } else if (act instanceof RaftAct.Promote) {
      fence(nodes, answer);
    } else if (act instanceof RaftAct.Rejoin) {
      stop(nodes);
      later(() -> rejoin(nodes, answer));
    } else if (act instanceof RaftAct.ReplayWal) {
      replayOf(nodes.get(0), leadersWithout(nodes).get(0)).run(console, answer);
    }
  }

  private void fence(List<NodeId> nodes, Answer answer) {
    List<NodeId> others =
        group.members().stream().filter(node -> !nodes.contains(node) && group.isUp(node)).toList();
    stop(others);
    NodeId leader = nodes.stream().filter(group::isLeader).findFirst().orElseThrow();
    answer.onAnswer(
        true,
        "%s leads %d of %d%s"
            .formatted(
                leader,
                nodes.size(),
                group.members().size(),
                others.isEmpty() ? "" : ", stopped " + names(others)));
  }

  private void startNewCluster(List<NodeId> nodes, Answer answer) {
    Comparator<NodeId> byCommit =
        Comparator.comparingLong(node -> wal(node).backup().hardState().commit());
    NodeId source =
        nodes.stream().max(byCommit.thenComparing(Comparator.reverseOrder())).orElseThrow();
    RaftWal.Backup found = wal(source).backup();
    RaftWal.Backup fresh = found.ofNewCluster(++clusters, Configuration.ofVoters(nodes));
    nodes.forEach(node -> software(node).restore(fresh));
    start(nodes);
    long discarded = found.lastIndex() - fresh.lastIndex();
    answer.onAnswer(
        true,
        "%s start as a new cluster from %s's data up to entry %d%s"
            .formatted(
                names(nodes),
                source,
                fresh.hardState().commit(),
                discarded == 0 ? "" : ", discarded " + discarded + " behind it"));
  }

  private void rejoin(List<NodeId> nodes, Answer answer) {
    List<NodeId> leaders = leadersWithout(nodes);
    if (leaders.size() != 1) {
      answer.onAnswer(false, NO_LEADER);
      return;
    }
    NodeId leader = leaders.get(0);
    Configuration members = group.state(leader).configuration();
    startWithDataOf(leader, nodes.stream().filter(members::contains).toList());
    List<NodeId> strangers = nodes.stream().filter(node -> !members.contains(node)).toList();
    add(
        leader,
        new ArrayDeque<>(strangers),
        (done, text) ->
            answer.onAnswer(
                done, done ? names(nodes) + " added with the data of " + leader : text));
  }

  /**
   * Adds members to a cluster that has never had them: one after the other, each of them started
   * before the next, or two living members of four would have no quorum to add a fifth.
   */
  private void add(NodeId leader, ArrayDeque<NodeId> strangers, Answer answer) {
    if (strangers.isEmpty()) {
      answer.onAnswer(true, "");
      return;
    }
    NodeId node = strangers.removeFirst();
    MembershipChange change = new MembershipChange(MembershipChange.Kind.ADD_VOTER, node);
    console.ask(
        leader,
        id -> new AdminRequest.ChangeMember(id, change),
        "",
        (isMember, error) -> {
          if (isMember) {
            startWithDataOf(leader, List.of(node));
            after(ADD_NANOS, () -> add(leader, strangers, answer));
          } else {
            answer.onAnswer(false, error);
          }
        });
  }

  private void startWithDataOf(NodeId leader, List<NodeId> nodes) {
    RaftWal.Backup backup = wal(leader).backup().ofFollower(leader);
    nodes.forEach(node -> software(node).restore(backup));
    start(nodes);
  }

  private WalReplay replayOf(NodeId node, NodeId leader) {
    return new WalReplay(node, wal(node).appended(), leader, group);
  }

  private List<NodeId> leadersWithout(List<NodeId> nodes) {
    return group.members().stream()
        .filter(node -> !nodes.contains(node) && group.isUp(node) && group.isLeader(node))
        .toList();
  }

  private void stop(List<NodeId> nodes) {
    nodes.forEach(node -> cluster.machine(node).tell(new NodeActor.Crash(false, false)));
  }

  private void start(List<NodeId> nodes) {
    nodes.forEach(node -> cluster.machine(node).tell(new NodeActor.Start()));
  }

  private void later(Runnable step) {
    after(RESTORE_NANOS, step);
  }

  private void after(long nanos, Runnable step) {
    cluster.queue().schedule(cluster.queue().nowNanos() + nanos, nothing -> step.run(), null);
  }

  private RaftWal wal(NodeId node) {
    return software(node).wal();
  }

  private EtcdSoftware software(NodeId node) {
    return (EtcdSoftware) cluster.software(node);
  }

  private static String names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::name).collect(Collectors.joining(", "));
  }
}
