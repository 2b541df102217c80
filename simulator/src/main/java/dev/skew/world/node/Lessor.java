package dev.skew.world.node;

import dev.skew.kernel.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leases as etcd 3.4 keeps them ({@code lease/lessor.go}): every member knows them, only the leader
 * lets them expire. It looks every 500 ms and revokes what is due by a proposal of its own; a new
 * leader first gives every lease its whole time again plus the election time-out.
 */
final class Lessor {

  /** How often the leader looks for expired leases. */
  static final long CHECK_INTERVAL_NANOS = 500 * SimTime.MILLISECOND;

  /** {@code expiredLeaseRetryInterval}. */
  private static final long RETRY_NANOS = 3 * SimTime.SECOND;

  /** Half of {@code leaseRevokeRate}: no more are revoked at one look. */
  static final int REVOKED_AT_ONCE_MAX = 500;

  private static final long NEVER = Long.MAX_VALUE;

  private static final class Lease {
    final long ttlNanos;
    long expiryNanos;

    Lease(long ttlNanos, long expiryNanos) {
      this.ttlNanos = ttlNanos;
      this.expiryNanos = expiryNanos;
    }
  }

  private final TreeMap<Long, Lease> leases = new TreeMap<>();
  private final long leastTtlNanos;
  private boolean primary;

  /**
   * Without leases.
   *
   * @param electionTicks of one heartbeat interval each
   * @param tickNanos the heartbeat interval
   */
  Lessor(int electionTicks, long tickNanos) {
    this.leastTtlNanos = leastTtl(electionTicks, tickNanos);
  }

  /**
   * No lease is shorter than one and a half election time-outs, in whole seconds, so that an
   * election alone lets none expire ({@code minTTL} in {@code etcdserver/server.go}, {@code
   * minLeaseTTL} in {@code lessor.go}).
   */
  private static long leastTtl(int electionTicks, long tickNanos) {
    long leastNanos = 3L * electionTicks / 2 * tickNanos;
    return (leastNanos + SimTime.SECOND - 1) / SimTime.SECOND * SimTime.SECOND;
  }

  /**
   * A grant was applied; refused when the lease exists. Times are the node's own monotonic clock.
   */
  boolean grant(long id, long ttlNanos, long nowNanos) {
    if (leases.containsKey(id)) {
      return false;
    }
    long ttl = Math.max(ttlNanos, leastTtlNanos);
    leases.put(id, new Lease(ttl, primary ? nowNanos + ttl : NEVER));
    return true;
  }

  boolean holds(long id) {
    return leases.containsKey(id);
  }

  /** A revocation was applied; returns whether the lease existed. */
  boolean revoke(long id) {
    return leases.remove(id) != null;
  }

  /** This member was elected: every lease lives {@code extendNanos} longer than its whole TTL. */
  void promote(long nowNanos, long extendNanos) {
    primary = true;
    leases.values().forEach(lease -> lease.expiryNanos = nowNanos + lease.ttlNanos + extendNanos);
  }

  /** This member lost the leadership: nothing expires here any more. */
  void demote() {
    primary = false;
    leases.values().forEach(lease -> lease.expiryNanos = NEVER);
  }

  /**
   * What the leader must revoke now, in the order of ids; each is named again only after {@link
   * #RETRY_NANOS}, in case its revocation got lost, and the rest of too many at the next look.
   */
  List<Long> takeExpired(long nowNanos) {
    List<Long> due = new ArrayList<>();
    for (Map.Entry<Long, Lease> entry : leases.entrySet()) {
      if (due.size() < REVOKED_AT_ONCE_MAX && entry.getValue().expiryNanos <= nowNanos) {
        due.add(entry.getKey());
        entry.getValue().expiryNanos = nowNanos + RETRY_NANOS;
      }
    }
    return due;
  }

  int size() {
    return leases.size();
  }

  /** TTLs by lease id, for a snapshot. */
  Map<Long, Long> ttls() {
    TreeMap<Long, Long> ttls = new TreeMap<>();
    leases.forEach((id, lease) -> ttls.put(id, lease.ttlNanos));
    return ttls;
  }

  /** Takes over the leases of a snapshot. */
  void restore(Map<Long, Long> ttls) {
    leases.clear();
    ttls.forEach((id, ttl) -> leases.put(id, new Lease(ttl, NEVER)));
  }
}
