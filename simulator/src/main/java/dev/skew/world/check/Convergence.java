package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Live replicas of a key must come to hold the same within a stated time after the last fault that
 * keeps them apart has ended. Keys that were written a moment ago are left out.
 */
final class Convergence implements Checker {

  private static final int NAMED = 3;
  private static final long NEVER = -1;

  private final WriteLog log;
  private final CheckOptions options;
  private final Findings findings;
  private long healedNanos = NEVER;
  private boolean disturbed;
  private boolean awaited;
  private double slowestSeconds;

  Convergence(WriteLog log, CheckOptions options, Findings findings) {
    this.log = log;
    this.options = options;
    this.findings = findings;
  }

  void onHealed(long atNanos) {
    disturbed = false;
    awaited = true;
    healedNanos = atNanos;
  }

  void onDisturbed() {
    disturbed = true;
    awaited = false;
  }

  boolean isAwaited() {
    return awaited;
  }

  void lookAt(long atNanos, StoreView store) {
    if (!awaited) {
      return;
    }
    List<String> apart = apart(atNanos, store);
    if (apart.isEmpty()) {
      awaited = false;
      slowestSeconds = Math.max(slowestSeconds, (atNanos - healedNanos) / 1e9);
      findings.measure("slowest-seconds", slowestSeconds);
    } else if (atNanos - healedNanos > options.convergenceBoundNanos()) {
      awaited = false;
      violation(atNanos, apart, store);
    }
  }

  @Override
  public void finish(long atNanos, StoreView store) {
    List<String> apart = apart(atNanos, store);
    findings.measure("apart-at-end", apart.size());
    if (apart.isEmpty()) {
      return;
    }
    if (healedNanos == NEVER || disturbed) {
      findings.undecided(
          apart.size()
              + " keys differed between replicas at the end, "
              + (disturbed
                  ? "with a fault still in force"
                  : "and no fault was said to have ended"));
    } else if (atNanos - healedNanos <= options.convergenceBoundNanos()) {
      findings.undecided(
          apart.size()
              + " keys still differed at the end, soon after "
              + Stories.time(healedNanos));
    } else if (findings.violationCount() == 0) {
      violation(atNanos, apart, store);
    }
  }

  private void violation(long atNanos, List<String> apart, StoreView store) {
    StringBuilder evidence = new StringBuilder();
    for (String key : apart.subList(0, Math.min(NAMED, apart.size()))) {
      for (NodeId owner : store.owners(key)) {
        String held = Stories.found(store.values(owner, key));
        evidence.append(evidence.isEmpty() ? "" : "\n");
        evidence.append(key).append(" on ").append(owner.name()).append(": ").append(held);
      }
    }
    findings.violation(
        atNanos,
        apart.size()
            + (apart.size() == 1 ? " key differs" : " keys differ")
            + " between replicas though faults ended at "
            + Stories.time(healedNanos),
        evidence.toString());
  }

  private List<String> apart(long atNanos, StoreView store) {
    List<String> apart = new ArrayList<>();
    Collection<String> keys = store.keys();
    findings.checked(keys.size());
    for (String key : keys) {
      long quietNanos = atNanos - log.of(key).touchedNanos;
      if (quietNanos > options.convergenceGraceNanos() && differs(key, store)) {
        apart.add(key);
      }
    }
    return apart;
  }

  private static boolean differs(String key, StoreView store) {
    List<NodeId> owners = store.owners(key);
    for (int i = 1; i < owners.size(); i++) {
      if (!store.values(owners.get(0), key).equals(store.values(owners.get(i), key))) {
        return true;
      }
    }
    return false;
  }
}
