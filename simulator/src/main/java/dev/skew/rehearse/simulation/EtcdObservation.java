package dev.skew.rehearse.simulation;

import dev.skew.world.check.ConsensusView;
import dev.skew.world.node.EtcdEntries;
import dev.skew.world.node.EtcdServer;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.RaftState;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The consensus group as an outsider sees it who sees everything. */
final class EtcdObservation implements ConsensusView {

  private final List<NodeId> members;
  private final NodeHandle[] handles;

  /**
   * @param handles by node index
   */
  EtcdObservation(List<NodeId> members, NodeHandle[] handles) {
    this.members = List.copyOf(members);
    this.handles = handles;
  }

  /** The member's server, or null while it is down. */
  @Nullable EtcdServer server(NodeId node) {
    return handles[node.index()].process() instanceof EtcdServer server ? server : null;
  }

  /** Of the members that claim to lead, the one of the highest term. */
  Optional<NodeId> leader() {
    NodeId leader = null;
    long highest = -1;
    for (NodeId member : members) {
      if (isUp(member) && isLeader(member) && term(member) > highest) {
        leader = member;
        highest = term(member);
      }
    }
    return Optional.ofNullable(leader);
  }

  @Override
  public List<NodeId> members() {
    return members;
  }

  @Override
  public boolean isUp(NodeId node) {
    return handles[node.index()].process() != null;
  }

  @Override
  public long life(NodeId node) {
    return handles[node.index()].life();
  }

  @Override
  public boolean isLeader(NodeId node) {
    return state(node).isLeader();
  }

  @Override
  public long term(NodeId node) {
    return state(node).term();
  }

  @Override
  public long commitIndex(NodeId node) {
    return state(node).commit();
  }

  @Override
  public long firstIndex(NodeId node) {
    return state(node).log().firstIndex();
  }

  @Override
  public long lastIndex(NodeId node) {
    return state(node).lastIndex();
  }

  @Override
  public long termAt(NodeId node, long index) {
    return state(node).log().termAt(index);
  }

  @Override
  public long fingerprintAt(NodeId node, long index) {
    Entry entry = state(node).log().entryAt(index);
    return entry.payload().fingerprint() * 31 + entry.term();
  }

  @Override
  public long requestAt(NodeId node, long index) {
    return EtcdEntries.requestOf(state(node).log().entryAt(index).payload());
  }

  /** The raft state of a member that is up. */
  RaftState state(NodeId node) {
    EtcdServer server = server(node);
    if (server == null) {
      throw new IllegalArgumentException(node + " is down");
    }
    return server.state();
  }
}
