package dev.skew.world.quorum;

import dev.skew.world.quorum.DecisionStep.Charge;
import java.util.Optional;

/** What a quarantine must leave: who can decide on the next one, and who can serve. */
final class QuarantineLimits {

  private final HashRing ring;
  private final StoreSettings settings;

  QuarantineLimits(HashRing ring, StoreSettings settings) {
    this.ring = ring;
    this.settings = settings;
  }

  /** How many votes a decision needs: more than half of all members, whoever is out. */
  int majority() {
    return ring.size() / 2 + 1;
  }

  /** Why a decree cannot be changed so, empty when it can. */
  Optional<String> refusal(Decree base, Charge charge) {
    String name = ring.at(charge.about()).name();
    boolean isOut = base.isOut(charge.about());
    if (charge.isLift()) {
      return isOut ? Optional.empty() : Optional.of(name + " is not in quarantine");
    }
    if (isOut) {
      return Optional.of(name + " is in quarantine already");
    }
    int left = ring.size() - base.out().size() - 1;
    if (left < majority()) {
      return Optional.of(
          left == 0
              ? name + " is the last voter"
              : "too few members would be left: %d of %d, and a decision needs %d"
                  .formatted(left, ring.size(), majority()));
    }
    return charge.isForced() ? Optional.empty() : starved(base.with(charge.about()), charge);
  }

  /** Who could not be served any more. */
  private Optional<String> starved(Decree after, Charge charge) {
    for (KeyspaceSettings keyspace : settings.keyspaces()) {
      boolean isAuthority =
          charge.about() == Math.min(settings.stamps().authority(), ring.size() - 1);
      if (keyspace.versioning() == Versioning.DB_TIMESTAMP && isAuthority) {
        return Optional.of(
            ring.at(charge.about()) + " gives out the timestamps of keyspace " + keyspace.name());
      }
      Optional<String> refusal = starved(after, keyspace);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<String> starved(Decree after, KeyspaceSettings keyspace) {
    KeyspaceSettings.Replication replication = keyspace.replication();
    int needed = Math.max(replication.writeAcks(), replication.readReplies());
    int copies = keyspace.isSloppy() ? ring.size() : Math.min(replication.copies(), ring.size());
    for (int range = 0; range < ring.rangeCount(); range++) {
      int left = 0;
      for (int place : ring.walk(range, copies)) {
        left += after.isOut(place) ? 0 : 1;
      }
      if (left < needed) {
        return Optional.of(
            "too few replicas would be left of some keys of keyspace %s: %d, and a quorum is %d"
                .formatted(keyspace.name(), left, needed));
      }
    }
    return Optional.empty();
  }
}
