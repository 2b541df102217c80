package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.StoreSettings.Keyspace;
import dev.skew.world.quorum.HashRing;
import dev.skew.world.quorum.KeyspaceSettings;
import dev.skew.world.quorum.KeyspaceSettings.Replication;
import dev.skew.world.quorum.StoreSettings;
import dev.skew.world.quorum.Versioning;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Releases;
import java.util.List;

/** A scenario's store as its nodes take it: settings, and who keeps which key. */
record StorePlan(StoreSettings settings, HashRing ring) {

  /**
   * @param members at least one
   */
  static StorePlan of(dev.skew.rehearse.scenario.StoreSettings scenario, List<NodeId> members) {
    var repair = scenario.repair();
    StoreSettings.Detection detection = StoreSettings.Detection.DEFAULT;
    StoreSettings settings =
        StoreSettings.of(
                scenario.keyspaces().stream()
                    .map(keyspace -> keyspace(keyspace, members.size()))
                    .toArray(KeyspaceSettings[]::new))
            .withVnodes(scenario.vnodes())
            .with(
                new StoreSettings.Requests(
                    scenario.writeTimeout().toNanos(),
                    scenario.readTimeout().toNanos(),
                    StoreSettings.Requests.DEFAULT.speculativeRetryNanos(),
                    StoreSettings.Requests.DEFAULT.maxSiblings()))
            .with(repair(repair))
            .with(
                new StoreSettings.Detection(
                    detection.gossipIntervalNanos(),
                    detection.fanout(),
                    repair.suspectAfter().toNanos(),
                    detection.missedLimit()))
            .with(
                new StoreSettings.Storage(
                    scenario.commitLog().periodic(), scenario.commitLog().period().toNanos()))
            .with(
                new StoreSettings.Stamps(
                    0,
                    StoreSettings.Stamps.DEFAULT.hlcMaxAheadNanos(),
                    scenario.uncertainty().error().toNanos(),
                    Math.round(scenario.uncertainty().driftPpm() * 1000)))
            .with(
                new StoreSettings.Byzantine(
                    scenario.byzantine().detect(), scenario.byzantine().masking()))
            .with(software(scenario.software()));
    return new StorePlan(settings, new HashRing(members, settings));
  }

  List<NodeId> owners(String key) {
    return ring.replicasOf(key, settings.keyspaceFor(key).replication().copies());
  }

  private static StoreSettings.Software software(
      dev.skew.rehearse.scenario.StoreSettings.Software software) {
    var beacons = software.beacons();
    return new StoreSettings.Software(
        new Releases(software.releases()),
        new BeaconSettings(
            beacons.interval().toNanos(), beacons.fanout(), beacons.adoptWithin().toNanos()));
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
            StoreSettings.Trees.DEFAULT.leaves(), repair.antiEntropy().toNanos());
    return new StoreSettings.Repair(
        repair.readRepair(),
        repair.readRepair() ? StoreSettings.Repair.DEFAULT.backgroundReadChance() : 0,
        hints,
        trees,
        StoreSettings.Repair.DEFAULT.tombstoneGraceNanos());
  }

  private static KeyspaceSettings keyspace(Keyspace keyspace, int nodes) {
    Versioning versioning =
        switch (keyspace.versioning()) {
          case VECTOR_CLOCK -> Versioning.VECTOR_CLOCK;
          case LAST_WRITE_WINS -> Versioning.LAST_WRITE_WINS;
          case HLC -> Versioning.HLC;
          case CRDT -> Versioning.CRDT;
          case DB_TIMESTAMP -> Versioning.DB_TIMESTAMP;
        };
    int copies = Math.min(keyspace.replicas(), nodes);
    Replication replication =
        new Replication(
            copies,
            Math.min(keyspace.writeQuorum(), copies),
            Math.min(keyspace.readQuorum(), copies));
    return new KeyspaceSettings(
        keyspace.name(),
        versioning,
        replication,
        keyspace.commitWait(),
        keyspace.sloppyQuorum(),
        new KeyspaceSettings.Merging(keyspace.merge().policy(), keyspace.mergeLimit()));
  }
}
