package dev.skew.world.node;

import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.raft.RaftInput;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a member lets others in and out, with {@code --strict-reconfig-check} as by default ({@code
 * AddMember}, {@code RemoveMember} and {@code mayRemoveMember} in {@code etcdserver/server.go} of
 * etcd 3.4). Connections count where etcd looks how long they have been there.
 */
final class EtcdMembership {

  private static final String EXISTS = "etcdserver: member ID already exist";
  private static final String NOT_FOUND = "etcdserver: member not found";
  private static final String REMOVED = "membership: ID removed";
  private static final String UNHEALTHY = "etcdserver: unhealthy cluster";
  private static final String NOT_ENOUGH =
      "etcdserver: re-configuration failed due to not enough started members";

  /** An operator who waits for a change. */
  record Waiting(NodeId client, long request, MembershipChange change) {}

  private final EtcdServer server;
  private final NodeContext context;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<NodeId> removed = new HashSet<>(); // never iterated

  EtcdMembership(EtcdServer server, NodeContext context) {
    this.server = server;
    this.context = context;
  }

  /** Why a change is not even proposed; empty when it is, and somebody waits for it then. */
  Optional<String> propose(NodeId client, AdminRequest.ChangeMember request) {
    Optional<String> refusal = refusal(request.change());
    if (refusal.isEmpty()) {
      waiting.add(new Waiting(client, request.id(), request.change()));
      server.step(new RaftInput.ProposeChange(request.change()));
    }
    return refusal;
  }

  /** Why etcd would not propose a change; empty when it would. */
  Optional<String> refusal(MembershipChange change) {
    Configuration group = server.state().configuration();
    NodeId node = change.node();
    if (change.kind() == MembershipChange.Kind.REMOVE) {
      return group.contains(node) ? refuseRemoval(group, node) : Optional.of(NOT_FOUND);
    }
    if (group.contains(node)) {
      return Optional.of(EXISTS);
    }
    if (removed.contains(node)) {
      return Optional.of(REMOVED);
    }
    return active(group) == group.voters().size() ? Optional.empty() : Optional.of(UNHEALTHY);
  }

  /** One that is down may always go; of those that are there as many must stay as a quorum. */
  private Optional<String> refuseRemoval(Configuration group, NodeId node) {
    int voters = group.voters().size();
    if (voters == 1) {
      return Optional.of(NOT_ENOUGH);
    }
    boolean isThere = isThere(node);
    int left = active(group) - 1;
    int quorum = 1 + (voters - 1) / 2;
    return isThere && left < quorum ? Optional.of(UNHEALTHY) : Optional.empty();
  }

  private int active(Configuration group) {
    return (int) group.voters().stream().filter(this::isThere).count();
  }

  private boolean isThere(NodeId node) {
    return node.equals(context.self()) || context.connectedPeers().contains(node);
  }

  /**
   * A change was applied.
   *
   * @return who waited for it here
   */
  List<Waiting> onApplied(MembershipChange change) {
    if (change.kind() == MembershipChange.Kind.REMOVE) {
      removed.add(change.node());
    }
    List<Waiting> done = waiting.stream().filter(each -> each.change().equals(change)).toList();
    waiting.removeAll(done);
    return done;
  }

  /** Gives up on a change; false when it was answered before. */
  boolean expire(long request) {
    return waiting.removeIf(each -> each.request() == request);
  }

  /** Whether somebody was a member once. */
  boolean isRemoved(NodeId node) {
    return removed.contains(node);
  }
}
