package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.ClockSettings;
import dev.skew.rehearse.scenario.StoreSettings.Keyspace;
import dev.skew.world.quorum.HashRing;
import dev.skew.world.quorum.KeyspaceSettings;
import dev.skew.world.quorum.KeyspaceSettings.Replication;
import dev.skew.world.quorum.StoreSettings;
import dev.skew.world.quorum.Versioning;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** A scenario's store as its nodes take it: settings, and who keeps which key. */
record StorePlan(StoreSettings settings, HashRing ring, int copies) {

  /**
   * @param members at least one
   * @param clock of a node without special settings: what commit-wait takes clocks to be like
   */
  static StorePlan of(
      dev.skew.rehearse.scenario.StoreSettings scenario,
      ClockSettings.Clock clock,
      List<NodeId> members) {
    int copies = Math.min(scenario.replicas(), members.size());
    Replication replication =
        new Replication(
            copies,
            Math.min(scenario.writeQuorum(), copies),
            Math.min(scenario.readQuorum(), copies));
    var repair = scenario.repair();
    StoreSettings settings =
        StoreSettings.of(
                scenario.keyspaces().stream()
                    .map(keyspace -> keyspace(keyspace, replication, repair.sloppyQuorum()))
                    .toArray(KeyspaceSettings[]::new))
            .with(
                new StoreSettings.Requests(
                    scenario.requestTimeout().toNanos(),
                    scenario.requestTimeout().toNanos(),
                    50 * SimTime.MILLISECOND,
                    100))
            .with(repair(repair))
            .with(
                new StoreSettings.Stamps(
                    0,
                    500 * SimTime.MILLISECOND,
                    clock.ntp().serverUncertainty().toNanos(),
                    (long) (clock.uncertaintyDriftPpm() * 1000)));
    return new StorePlan(settings, new HashRing(members, settings), copies);
  }

  List<NodeId> owners(String key) {
    return ring.replicasOf(key, copies);
  }

  private static StoreSettings.Repair repair(
      dev.skew.rehearse.scenario.StoreSettings.Repair repair) {
    StoreSettings.Hints hints =
        new StoreSettings.Hints(
            repair.hintedHandoff() ? repair.hintWindow().toNanos() : 0,
            StoreSettings.Hints.DEFAULT.replayIntervalNanos(),
            StoreSettings.Hints.DEFAULT.batch());
    StoreSettings.Trees trees =
        new StoreSettings.Trees(
            StoreSettings.Trees.DEFAULT.leaves(),
            repair.antiEntropy().isZero() ? 0 : exchangeNanos(repair.antiEntropy().toNanos()));
    return new StoreSettings.Repair(
        repair.readRepair(),
        repair.readRepair() ? StoreSettings.Repair.DEFAULT.backgroundReadChance() : 0,
        hints,
        trees,
        StoreSettings.Repair.DEFAULT.tombstoneGraceNanos());
  }

  /** A scenario counts rounds over a node's ranges, a node counts single comparisons. */
  private static long exchangeNanos(long roundNanos) {
    return Math.max(10 * SimTime.MILLISECOND, roundNanos / 10);
  }

  private static KeyspaceSettings keyspace(
      Keyspace keyspace, Replication replication, boolean sloppy) {
    Versioning versioning =
        switch (keyspace.versioning()) {
          case VECTOR_CLOCK -> Versioning.VECTOR_CLOCK;
          case LAST_WRITE_WINS -> Versioning.LAST_WRITE_WINS;
          case HLC -> Versioning.HLC;
          case CRDT -> Versioning.CRDT;
          case DB_TIMESTAMP -> Versioning.DB_TIMESTAMP;
        };
    return new KeyspaceSettings(
        keyspace.name(), versioning, replication, keyspace.commitWait(), sloppy);
  }
}
