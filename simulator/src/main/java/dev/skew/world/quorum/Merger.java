package dev.skew.world.quorum;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Operation;
import dev.skew.world.quorum.MergePolicy.Merged;
import dev.skew.world.quorum.SiblingRow.Version;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreEvent.ConflictMerged.By;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a node that merges versions without a client: every second what a keyspace's policy
 * can decide, and at an operator's word what it cannot.
 *
 * <p>It does what a client that has read all versions does (Dynamo section 4.4): it writes the
 * merged value with the context of the row. Of the replicas that could, the first that does not
 * seem down acts; two that act at once, on the two sides of a partition, make two more versions,
 * which are merged in their turn.
 */
final class Merger {

  private static final long INTERVAL_NANOS = SimTime.SECOND;

  private final StoreContext context;
  private final Replica replica;
  private final WriteCoordinator writes;
  private final Set<String> queued = new HashSet<>(); // looked up only

  Merger(StoreContext context, Replica replica, WriteCoordinator writes) {
    this.context = context;
    this.replica = replica;
    this.writes = writes;
  }

  /** A store without a policy has no timer for it either. */
  void start() {
    boolean isNeeded =
        context.settings.keyspaces().stream().anyMatch(keyspace -> keyspace.merging().isByPolicy());
    if (isNeeded) {
      context.setTimer(Timers.MERGE, INTERVAL_NANOS);
    }
  }

  void onTimer() {
    start();
    for (RowTable.Entry entry : replica.openHere()) {
      KeyspaceSettings.Merging merging = context.keyspace(entry.keyspace).merging();
      if (merging.isByPolicy() && entry.row instanceof SiblingRow row) {
        mergeByPolicy(entry.key, row, merging);
      }
    }
  }

  private void mergeByPolicy(String key, SiblingRow row, KeyspaceSettings.Merging merging) {
    Optional<Merged> merged = merging.policy().merge(row.versions(), merging.limit());
    if (merged.isEmpty()) {
      queue(key, row);
    } else if (writes.canReach(key)) {
      write(key, row, merged.get(), By.POLICY);
    }
  }

  /** Tells once of each conflict that somebody has to decide. */
  private void queue(String key, SiblingRow row) {
    String ticket = ticket(key, row);
    if (queued.add(ticket)) {
      context.counters.increment(Counter.CONFLICTS_QUEUED);
      context.record(new StoreEvent.ConflictQueued(context.self, key, ticket, row.versionCount()));
    }
  }

  /**
   * A name for a conflict that every replica gives it, and that it keeps while more versions come:
   * that of its first version.
   */
  static String ticket(String key, SiblingRow row) {
    Version first = row.versions().get(0);
    long dot = Hashing.combine(first.actor(), first.counter());
    return "%08x".formatted((int) Hashing.combine(Hashing.of(key), dot));
  }

  /** Does what an operator wants of the conflicts that this node answers for. */
  void onOrder(StoreOrder.Merge order) {
    for (RowTable.Entry entry : replica.openHere()) {
      boolean isMeant =
          (order.key().isEmpty() || order.key().equals(entry.key))
              && (order.keyspace().isEmpty()
                  || order.keyspace().equals(context.keyspace(entry.keyspace).name()));
      if (isMeant && entry.row instanceof SiblingRow row) {
        mergeByHand(entry.key, row, order.keep());
      }
    }
  }

  private void mergeByHand(String key, SiblingRow row, StoreOrder.Keep keep) {
    Optional<Merged> merged = chosen(row.versions(), keep);
    if (merged.isEmpty()) {
      refuse(key, "no single version is meant by " + keep);
    } else if (!writes.canReach(key)) {
      refuse(key, "unavailable: too few replicas are up");
    } else {
      write(key, row, merged.get(), By.OPERATOR);
    }
  }

  private static Optional<Merged> chosen(Collection<Version> versions, StoreOrder.Keep keep) {
    Integer writer = keep.writer();
    if (writer == null) {
      return keep.policy().merge(versions, Integer.MAX_VALUE);
    }
    List<Version> own = new ArrayList<>(versions);
    own.removeIf(version -> Actors.nodeIndexOf(version.actor()) != writer);
    return own.isEmpty()
        ? Optional.empty()
        : MergePolicy.HIGHEST_WRITER.merge(own, Integer.MAX_VALUE);
  }

  private void refuse(String key, String reason) {
    context.record(new StoreEvent.MergeRefused(context.self, key, reason));
  }

  private void write(String key, SiblingRow row, Merged merged, By by) {
    String seen = CausalContext.withClock("", key, row.context());
    ClientRequest request =
        new ClientRequest(0, new Operation.Put(key, merged.value()), seen, merged.bytes());
    Mutation mutation = new Mutation(key, merged.value(), merged.bytes(), seen);
    queued.remove(ticket(key, row));
    replica.mergesBy(by);
    writes.onRequest(Requester.ofItself(context.self, request), mutation);
    replica.mergesBy(By.WRITER);
  }
}
