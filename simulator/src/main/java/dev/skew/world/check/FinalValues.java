package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the live replicas of a key hold at the end, all together, and how old that is. */
final class FinalValues {

  private final TreeSet<String> values = new TreeSet<>();
  private final boolean hasOwner;
  private final boolean isAbsentSomewhere;
  private final long settledNanos;
  private final boolean isUnheardOf;

  FinalValues(WriteLog.OfKey writes, WriteLog log, StoreView store) {
    boolean absent = false;
    List<NodeId> owners = store.owners(writes.key);
    for (NodeId owner : owners) {
      List<String> held = store.values(owner, writes.key);
      absent |= held.isEmpty();
      values.addAll(held);
    }
    long latest = absent ? writes.absenceSettledNanos() : -1;
    boolean unheardOf = false;
    for (String value : values) {
      long settled = log.settledNanos(writes, value);
      unheardOf |= settled == WriteLog.UNHEARD_OF;
      latest = Math.max(latest, settled);
    }
    this.hasOwner = !owners.isEmpty();
    this.isAbsentSomewhere = absent;
    this.settledNanos = latest;
    this.isUnheardOf = unheardOf;
  }

  Set<String> values() {
    return values;
  }

  /** Whether there is a live replica, and nothing on it that nobody has heard of. */
  boolean canBeJudged() {
    return hasOwner && !isUnheardOf;
  }

  boolean isAbsentSomewhere() {
    return isAbsentSomewhere;
  }

  /** By when all that stands had been written for certain; whatever began later is missing. */
  long settledNanos() {
    return settledNanos;
  }

  /** Whether all that stands was written before a write began. */
  boolean areOlderThan(KnownWrite write) {
    return canBeJudged() && settledNanos < write.begunNanos;
  }
}
