package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.world.check.CausalityInspector.Issue;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.LinkCounters;
import dev.skew.world.node.EtcdLogged;
import dev.skew.world.quorum.StoreEvent;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Invocation;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Makes the meter for each measure. */
final class Meters {

  private static final Meter NOTHING = atNanos -> 0;

  private final Cluster cluster;
  private final Watches watches;
  private final Verdicts verdicts;

  /** What is followed anyway, whoever measures. */
  record Watches(
      LeadershipWatch leadership,
      SidesWatch sides,
      RecoveryWatch recovery,
      StormWatch storm,
      LieWatch lies) {

    /** How the world came back: its stores, and the requests to its services. */
    Criteria.Recovery recovered(boolean inForce, long atNanos) {
      long faultNanos = recovery.lastFaultNanos();
      double seconds =
          Math.max(recovery.recoverySeconds(), storm.isConcerned() ? storm.seconds() : 0);
      double remedyAfter = (double) (recovery.firstRemedyNanos() - faultNanos) / SimTime.SECOND;
      return new Criteria.Recovery(
          faultNanos >= 0,
          inForce,
          seconds,
          (double) (atNanos - faultNanos) / SimTime.SECOND,
          recovery.firstRemedyNanos() >= 0 && remedyAfter <= seconds);
    }
  }

  Meters(Cluster cluster, Watches watches, Verdicts verdicts) {
    this.cluster = cluster;
    this.watches = watches;
    this.verdicts = verdicts;
  }

  Meter of(Measure measure) {
    return switch (measure) {
      case ACKNOWLEDGED_WRITES_LOST ->
          judged(() -> verdicts.measure("acknowledged-writes", "lost"));
      case DATA_LOSS -> judged(verdicts::dataLoss);
      case PHANTOM_WRITES -> judged(() -> verdicts.violations("phantom-writes"));
      case DUPLICATE_WRITES -> judged(() -> verdicts.violations("duplicate-writes"));
      case GHOST_WRITES -> new GhostMeter(cluster);
      case CAUSALITY_VIOLATIONS -> judged(() -> verdicts.violations("causality"));
      case STALE_READS -> judged(() -> verdicts.violations("read-your-writes"));
      case BACKWARD_READS -> judged(() -> verdicts.violations("monotonic-reads"));
      case MINORITY_WRITES_SUCCEEDED -> minorityWritesSucceeded(watches.sides());
      case LEADERS_AT_ONCE -> ConsensusMeters.leadersAtOnce(watches.leadership());
      case SPLIT_BRAIN_TIME -> ConsensusMeters.splitBrainTime(watches.leadership());
      case LEADERS -> ConsensusMeters.leaders(watches.leadership());
      case LEADER_CHANGES -> ConsensusMeters.leaderChanges();
      case ELECTIONS -> notices(Meters::isCampaign);
      case FORK_LENGTH -> ConsensusMeters.forkLength(cluster.consensus());
      case LEADERLESS_TIME -> ConsensusMeters.leaderlessTime(watches.leadership());
      case RECOVERY_TIME -> judged(watches.recovery()::recoverySeconds);
      case CONVERGENCE_TIME -> judged(watches.recovery()::convergenceSeconds);
      case WRITE_AVAILABILITY -> availability(OperationMeters::isWrite);
      case WRITE_AVAILABILITY_MAJORITY -> majorityWriteAvailability(watches.sides());
      case READ_AVAILABILITY -> availability(asked -> !OperationMeters.isWrite(asked));
      case MINORITY_READ_AVAILABILITY -> minorityReadAvailability(watches.sides());
      case OPERATIONS -> OperationMeters.asked();
      case OPERATIONS_FAILED -> ended(Outcome.FAILED);
      case OPERATIONS_UNKNOWN -> ended(Outcome.UNKNOWN);
      case FAILED_TIME -> degradation(DegradationMeter::failedSeconds);
      case DEGRADED_TIME -> degradation(DegradationMeter::degradedSeconds);
      case LONGEST_WRITE_GAP -> OperationMeters.longestWriteGap();
      case WRITE_P50 -> OperationMeters.latency(OperationMeters::isWrite, 0.5);
      case WRITE_P99 -> OperationMeters.latency(OperationMeters::isWrite, 0.99);
      case READ_P50 -> OperationMeters.latency(asked -> !OperationMeters.isWrite(asked), 0.5);
      case READ_P99 -> OperationMeters.latency(asked -> !OperationMeters.isWrite(asked), 0.99);
      case RETRANSMISSIONS -> since(this::retransmissions);
      case CONFLICTS -> notices(StoreEvent.ConflictDetected.class::isInstance);
      case UNRESOLVED_CONFLICTS -> ofStore(store -> StoreMeters.unresolved(store));
      case WRITES_FROZEN ->
          OperationMeters.ended((asked, end) -> end.error().equals(WriteGate.FROZEN));
      case CONFLICTS_RESOLVED -> storeMeter(StoreMeters::resolved);
      case DIVERGENT_KEYS -> ofStore(store -> StoreMeters.divergentKeys(store));
      case COMMIT_WAIT_P99 -> StoreMeters.commitWait(0.99);
      case COMMIT_WAIT_GROWTH -> StoreMeters.commitWait(0.99);
      case CLOCK_SKEW -> atNanos -> StoreMeters.skew(cluster, atNanos);
      case CLOCK_UNCERTAINTY -> storeMeter(StoreMeters::uncertainty);
      case UNCERTAINTY_BROKEN ->
          storeMeter(store -> StoreMeters.uncertaintyBroken(store, cluster.clocks()));
      case LOGICAL_CLOCK_REGRESSIONS -> storeMeter(StoreMeters::logicalRegressions);
      case NODES_UP -> atNanos -> nodesUp();
      case STORM_TIME -> judged(watches.storm()::seconds);
      default -> ofNodes(measure);
    };
  }

  /** Of what stores run, and whether they tell the truth. */
  private Meter ofNodes(Measure measure) {
    return switch (measure) {
      case VERSIONS -> ofStore(VersionMeters::versions);
      case VERSION_MISMATCH_TIME -> storeMeter(VersionMeters::mismatchTime);
      case BYZANTINE_ACCUSATIONS -> since(watches.lies()::accusations);
      case FALSE_ACCUSATIONS -> since(watches.lies()::falseAccusations);
      case QUARANTINE_TIME -> judged(watches.lies()::quarantineSeconds);
      case QUARANTINED_NODES -> judged(watches.lies()::quarantined);
      case VERSION_CONVERGENCE_TIME -> storeMeter(VersionMeters::convergenceTime);
      case HASH_MISMATCHES -> notices(StoreEvent.StateHashDiffered.class::isInstance);
      case REPAIR_ROWS_NEEDLESS -> storeMeter(VersionMeters::needlessRows);
      case DECODE_FAILURES -> notices(StoreEvent.RowsUndecodable.class::isInstance);
      default -> ofConflicts(measure);
    };
  }

  /** Of versions that clash, and of their order. */
  private Meter ofConflicts(Measure measure) {
    return switch (measure) {
      case CONFLICT_BACKLOG -> ofStore(store -> StoreMeters.backlog(store));
      case CONFLICTS_AUTO -> notices(StoreMeters::isMergedByPolicy);
      case CONFLICTS_MANUAL -> StoreMeters.queued();
      case CAUSALITY_REVERSED -> storeMeter(store -> new CausalityMeter(store, Issue.REVERSED));
      case CAUSALITY_IMPOSSIBLE -> storeMeter(store -> new CausalityMeter(store, Issue.IMPOSSIBLE));
      case CAUSALITY_PARADOX -> judged(() -> verdicts.violations("causality"));
      case VECTOR_CLOCK_GAPS -> storeMeter(VectorClockMeters::gaps);
      case VECTOR_CLOCK_JUMPS -> storeMeter(VectorClockMeters::jumps);
      default ->
          ReplicaMeters.MEASURES.contains(measure) ? ofReplication(measure) : ofServices(measure);
    };
  }

  private static Meter ended(Outcome outcome) {
    return OperationMeters.ended((asked, end) -> end.outcome() == outcome);
  }

  private static Meter availability(Predicate<Invocation> choice) {
    return OperationMeters.availability((asked, end) -> choice.test(asked));
  }

  private Meter degradation(ToDoubleFunction<DegradationMeter> value) {
    return new DegradationMeter(DegradationMeter.byRole(cluster), value);
  }

  private static Meter minorityWritesSucceeded(SidesWatch sides) {
    return OperationMeters.ended(
        (asked, end) ->
            OperationMeters.isWrite(asked)
                && end.outcome() == Outcome.OK
                && sides.wasInMinoritySince(asked.node(), asked.invokedNanos()));
  }

  private static Meter majorityWriteAvailability(SidesWatch sides) {
    return OperationMeters.availability(
        (asked, end) ->
            OperationMeters.isWrite(asked)
                && sides.wasInMajoritySince(asked.node(), asked.invokedNanos()));
  }

  private static Meter minorityReadAvailability(SidesWatch sides) {
    return OperationMeters.availability(
        (asked, end) ->
            OperationMeters.isSerializableRead(asked)
                && sides.wasInMinoritySince(asked.node(), asked.invokedNanos()));
  }

  private static Meter notices(Predicate<TraceEvent> choice) {
    return ConsensusMeters.events(Meter.Interest.ALL_BUT_DELIVERIES, choice);
  }

  private static boolean isCampaign(TraceEvent event) {
    return event instanceof EtcdLogged logged
        && logged.notice() instanceof RaftNotice.CampaignStarted;
  }

  private static Meter judged(DoubleSupplier value) {
    return atNanos -> value.getAsDouble();
  }

  private Meter ofStore(ToDoubleFunction<StoreObservation> value) {
    StoreObservation store = cluster.store();
    return store == null ? NOTHING : atNanos -> value.applyAsDouble(store);
  }

  private Meter ofServices(Measure measure) {
    ServiceObservation services = cluster.services();
    return services == null ? NOTHING : new ServiceMeters(services).of(measure);
  }

  private Meter ofReplication(Measure measure) {
    ReplicationObservation replication = cluster.replication();
    return replication == null ? NOTHING : new ReplicaMeters(replication, verdicts).of(measure);
  }

  private Meter storeMeter(java.util.function.Function<StoreObservation, Meter> maker) {
    StoreObservation store = cluster.store();
    return store == null ? NOTHING : maker.apply(store);
  }

  /** What a total has grown by since the span began. */
  private static Meter since(DoubleSupplier total) {
    return new Meter() {
      private double before;

      @Override
      public void begin(long atNanos) {
        before = total.getAsDouble();
      }

      @Override
      public double value(long atNanos) {
        return total.getAsDouble() - before;
      }
    };
  }

  private double retransmissions() {
    long sum = 0;
    List<NodeId> nodes = cluster.members().stream().map(member -> member.id()).toList();
    for (NodeId from : nodes) {
      for (NodeId to : nodes) {
        LinkCounters counters = cluster.network().countersIfUsed(from, to);
        if (counters != null && !from.equals(to)) {
          sum += counters.retransmittedPackets();
        }
      }
    }
    return sum;
  }

  private double nodesUp() {
    int up = 0;
    for (Cluster.Host host : cluster.hosts()) {
      up += host.handle().isUp() ? 1 : 0;
    }
    return up;
  }
}
