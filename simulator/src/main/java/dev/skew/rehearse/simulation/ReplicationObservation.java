package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceListener;
import dev.skew.world.check.StoreView;
import dev.skew.world.node.MysqlServer;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.replica.Gtid;
import dev.skew.world.replica.GtidSet;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaEvent;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primary and its replicas as an outsider sees them who sees everything. The primary is whoever
 * was promoted last, or told to take writes after that: what it holds is what there is, whoever
 * else takes writes.
 */
final class ReplicationObservation implements StoreView, TraceListener {

  /** A commit of some primary, in the order in which they happened. */
  private record Commit(Gtid gtid, long atNanos) {}

  private final List<NodeId> members;
  private final NodeHandle[] handles;
  private final List<Commit> commits = new ArrayList<>();
  private final Map<Gtid, Integer> lastOf = new HashMap<>(); // never iterated

  /** Commits whose GTID another commit has by now. */
  private long superseded;

  private final Map<NodeId, Integer> executedUpTo = new HashMap<>(); // never iterated
  private NodeId primary;

  /**
   * What a cluster begins with.
   *
   * @param members at least one; the first is the primary
   * @param handles by node index
   */
  ReplicationObservation(List<NodeId> members, NodeHandle[] handles) {
    this.members = List.copyOf(members);
    this.handles = handles;
    this.primary = members.get(0);
  }

  List<NodeId> members() {
    return members;
  }

  /** Whose history counts. */
  NodeId primary() {
    return primary;
  }

  /** The server's state, or null while it is down. */
  @Nullable MysqlNode node(NodeId node) {
    return handles[node.index()].process() instanceof MysqlServer server ? server.node() : null;
  }

  /** Servers that are up and replicate from another. */
  List<NodeId> replicas() {
    List<NodeId> replicas = new ArrayList<>();
    for (NodeId member : members) {
      MysqlNode node = node(member);
      if (node != null && node.source().isPresent()) {
        replicas.add(member);
      }
    }
    return replicas;
  }

  /** Servers that are up and take writes. */
  List<NodeId> writable() {
    List<NodeId> writable = new ArrayList<>();
    for (NodeId member : members) {
      MysqlNode node = node(member);
      if (node != null && !node.isReadOnly()) {
        writable.add(member);
      }
    }
    return writable;
  }

  /** The age of the oldest commit of the primary that a server lacks, 0 where it lacks none. */
  long lagNanos(MysqlNode node, long atNanos) {
    MysqlNode source = node(primary);
    int at = executedUpTo.getOrDefault(node.self(), 0);
    while (at < commits.size()
        && (isSuperseded(at) || !isMissing(commits.get(at).gtid(), node, source))) {
      at++;
    }
    executedUpTo.put(node.self(), at);
    return at == commits.size() ? 0 : atNanos - commits.get(at).atNanos();
  }

  private boolean isSuperseded(int place) {
    return lastOf.getOrDefault(commits.get(place).gtid(), place) != place;
  }

  /** What the primary never got, or dropped, counts for nobody's lag. */
  private static boolean isMissing(Gtid gtid, MysqlNode node, @Nullable MysqlNode source) {
    return !node.executed().contains(gtid) && (source == null || source.executed().contains(gtid));
  }

  /**
   * Commits of any primary that the present one lacks; none while it is down.
   *
   * <p>A server numbers on from what it holds: made a copy of another and promoted again it gives
   * the numbers of what it has lost to something else. Who has that has not the first.
   */
  long transactionsLost() {
    MysqlNode source = node(primary);
    long lost = source == null ? 0 : superseded;
    for (int i = 0; source != null && i < commits.size(); i++) {
      lost += isSuperseded(i) || source.executed().contains(commits.get(i).gtid()) ? 0 : 1;
    }
    return lost;
  }

  /** Transactions that a server has and the primary lacks. */
  long errant(MysqlNode node) {
    MysqlNode source = node(primary);
    return source == null ? 0 : node.executed().countOutside(source.executed());
  }

  /** Whether a server has what the primary lacks, or other rows after the same transactions. */
  boolean isDiverged(MysqlNode node) {
    MysqlNode source = node(primary);
    if (source == null) {
      return false;
    }
    GtidSet executed = source.executed();
    return errant(node) > 0
        || (node.executed().equals(executed) && !node.rows().equals(source.rows()));
  }

  @Override
  public void onTraceEvent(long atNanos, TraceEvent event) {
    if (event instanceof ReplicaEvent.Committed committed) {
      superseded += lastOf.put(committed.gtid(), commits.size()) == null ? 0 : 1;
      commits.add(new Commit(committed.gtid(), atNanos));
    } else if (event instanceof ReplicaEvent.Promoted promoted) {
      primaryIs(promoted.node());
    } else if (event instanceof ReplicaEvent.ReadOnlySet set && !set.isOn()) {
      takesWrites(set.node());
    } else if (event instanceof ReplicaEvent.Rebuilt rebuilt) {
      executedUpTo.remove(rebuilt.node());
    }
  }

  private void primaryIs(NodeId node) {
    primary = node;
    executedUpTo.clear();
  }

  /** A replica that takes writes is a replica all the same. */
  private void takesWrites(NodeId node) {
    MysqlNode server = node(node);
    if (server != null && server.source().isEmpty()) {
      primaryIs(node);
    }
  }

  @Override
  public Collection<String> keys() {
    MysqlNode source = node(primary);
    return source == null ? List.of() : source.rows().keySet();
  }

  @Override
  public List<NodeId> owners(String key) {
    return node(primary) == null ? List.of() : List.of(primary);
  }

  @Override
  public List<String> values(NodeId owner, String key) {
    MysqlNode node = members.contains(owner) ? node(owner) : null;
    String value = node == null ? null : node.rows().get(key);
    return value == null ? List.of() : List.of(value);
  }
}
