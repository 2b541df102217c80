package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.world.kv.Outcome;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaStatus;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Measures of asynchronous replicas: how far behind, by whose word, and how they differ. */
final class ReplicaMeters {

  private static final double NANOS = 1e-9;

  /** The measures that have a meter here. */
  static final Set<Measure> MEASURES = EnumSet.range(Measure.REPLICA_LAG_MAX, Measure.PRIMARIES);

  private final ReplicationObservation replication;
  private final Verdicts verdicts;

  ReplicaMeters(ReplicationObservation replication, Verdicts verdicts) {
    this.replication = replication;
    this.verdicts = verdicts;
  }

  Meter of(Measure measure) {
    return switch (measure) {
      case REPLICA_LAG_MAX -> sampled(1, (node, at) -> replication.lagNanos(node, at));
      case REPLICA_LAG_P99 -> sampled(0.99, (node, at) -> replication.lagNanos(node, at));
      case REPORTED_LAG_MAX -> sampled(1, ReplicaMeters::reportedNanos);
      case HIDDEN_LAG_MAX -> sampled(1, this::hiddenNanos);
      case STALE_READ_SHARE -> staleReadShare();
      case TRANSACTIONS_LOST -> atNanos -> replication.transactionsLost();
      case ERRANT_TRANSACTIONS -> atNanos -> errant();
      case DIVERGED_REPLICAS -> atNanos -> count(replication::isDiverged);
      case REPLICAS_BROKEN -> atNanos -> count(node -> isBroken(node.status(atNanos)));
      case PRIMARIES -> atNanos -> replication.writable().size();
      default -> throw new AssertionError(measure + " is no measure of replicas");
    };
  }

  /** What is looked at of a replica: nanoseconds, or null where there is nothing to see. */
  @FunctionalInterface
  private interface Reading {
    @Nullable Long of(MysqlNode node, long atNanos);
  }

  private static @Nullable Long reportedNanos(MysqlNode node, long atNanos) {
    Long seconds = node.status(atNanos).secondsBehindSource();
    return seconds == null ? null : Long.valueOf(seconds * SimTime.SECOND);
  }

  /** NULL hides nothing: it says that something is wrong. */
  private @Nullable Long hiddenNanos(MysqlNode node, long atNanos) {
    Long reported = reportedNanos(node, atNanos);
    return reported == null
        ? null
        : Long.valueOf(Math.max(0, replication.lagNanos(node, atNanos) - reported));
  }

  private Meter sampled(double quantile, Reading reading) {
    return new Meter() {
      private final OperationMeters.Quantiles values = new OperationMeters.Quantiles();

      @Override
      public void onSample(long atNanos) {
        for (NodeId replica : replication.replicas()) {
          MysqlNode node = replication.node(replica);
          Long nanos = node == null ? null : reading.of(node, atNanos);
          if (nanos != null) {
            values.add(nanos);
          }
        }
      }

      @Override
      public double value(long atNanos) {
        return values.at(quantile) * NANOS;
      }
    };
  }

  private Meter staleReadShare() {
    return new Meter() {
      private double before;
      private long reads;

      @Override
      public void begin(long atNanos) {
        before = verdicts.violations("read-your-writes");
      }

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (!OperationMeters.isWrite(invocation) && completion.outcome() == Outcome.OK) {
          reads++;
        }
      }

      @Override
      public double value(long atNanos) {
        return reads == 0 ? 0 : (verdicts.violations("read-your-writes") - before) / reads;
      }
    };
  }

  private double errant() {
    long sum = 0;
    for (NodeId member : replication.members()) {
      MysqlNode node = replication.node(member);
      sum += node == null ? 0 : replication.errant(node);
    }
    return sum;
  }

  private double count(Predicate<MysqlNode> choice) {
    int count = 0;
    for (NodeId member : replication.members()) {
      MysqlNode node = replication.node(member);
      count += node != null && choice.test(node) ? 1 : 0;
    }
    return count;
  }

  private static boolean isBroken(ReplicaStatus status) {
    return status.lastIoError().code() != 0 || status.lastSqlError().code() != 0;
  }
}
