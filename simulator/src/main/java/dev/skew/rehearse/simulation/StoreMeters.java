package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.TrueTime;
import dev.skew.world.quorum.OpenConflict;
import dev.skew.world.quorum.Row;
import dev.skew.world.quorum.StoreEvent;
import dev.skew.world.quorum.StoreEvent.ConflictMerged.By;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Measures of replicas that differ, of conflicts, of clocks. */
final class StoreMeters {

  private static final double NANOS = 1e-9;

  private StoreMeters() {}

  /** Keys whose live replicas differ at this moment. */
  static int divergentKeys(StoreObservation store) {
    int count = 0;
    for (String key : store.keys()) {
      count += isDivergent(store, key) ? 1 : 0;
    }
    return count;
  }

  private static boolean isDivergent(StoreObservation store, String key) {
    List<String> first = null;
    for (NodeId owner : store.owners(key)) {
      List<String> values = store.values(owner, key);
      if (first == null) {
        first = values;
      } else if (!first.equals(values)) {
        return true;
      }
    }
    return false;
  }

  /** Keys with versions side by side that nobody has merged. */
  static int unresolved(StoreObservation store) {
    return conflicts(store, OpenConflict::isManual);
  }

  /** Keys with versions side by side, whoever is to merge them. */
  static int backlog(StoreObservation store) {
    return conflicts(store, conflict -> true);
  }

  private static int conflicts(StoreObservation store, Predicate<OpenConflict> choice) {
    TreeSet<String> keys = new TreeSet<>();
    for (NodeId member : store.members()) {
      StoreNode node = store.node(member);
      if (node != null) {
        node.openConflicts().stream()
            .filter(choice)
            .forEach(conflict -> keys.add(conflict.entity()));
      }
    }
    return keys.size();
  }

  static boolean isMergedByPolicy(TraceEvent event) {
    return event instanceof StoreEvent.ConflictMerged merged && merged.by() == By.POLICY;
  }

  /** Keys with more than one version, whoever holds them. */
  static int versions(StoreObservation store, String key) {
    int most = 0;
    for (NodeId owner : store.owners(key)) {
      StoreNode node = store.node(owner);
      Optional<Row> row = node == null ? Optional.empty() : node.row(key);
      most = Math.max(most, row.map(Row::versionCount).orElse(0));
    }
    return most;
  }

  /** Conflicts left for an operator: each once, whichever nodes say so. */
  static Meter queued() {
    return new Meter.OfRecords() {
      private final TreeSet<String> tickets = new TreeSet<>();

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof StoreEvent.ConflictQueued queued) {
          tickets.add(queued.ticket());
        }
      }

      @Override
      public double value(long atNanos) {
        return tickets.size();
      }
    };
  }

  /**
   * The share of the span's conflicts that went away without an operator; 1 when there was none.
   */
  static Meter resolved(StoreObservation store) {
    return new Meter.OfRecords() {
      private final TreeSet<String> keys = new TreeSet<>();
      private long detected;
      private long helped;

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof StoreEvent.ConflictDetected conflict) {
          detected++;
          keys.add(conflict.key());
        } else if (event instanceof StoreEvent.ConflictMerged merged
            && merged.by() == By.OPERATOR) {
          helped++;
        }
      }

      @Override
      public double value(long atNanos) {
        long open = keys.stream().filter(key -> versions(store, key) > 1).count();
        return detected == 0 ? 1 : Math.max(0, 1 - (double) (open + helped) / detected);
      }
    };
  }

  /** A quantile of commit-wait, in seconds. */
  static Meter commitWait(double quantile) {
    return new Meter.OfRecords() {
      private final OperationMeters.Quantiles waits = new OperationMeters.Quantiles();

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof StoreEvent.CommitWaited waited) {
          waits.add(waited.waitedNanos());
        }
      }

      @Override
      public double value(long atNanos) {
        return waits.at(quantile) * NANOS;
      }
    };
  }

  /** Largest half width of a node's clock interval seen by the samples, in seconds. */
  static Meter uncertainty(StoreObservation store) {
    return new Meter() {
      private long widestNanos;

      @Override
      public void onSample(long atNanos) {
        for (NodeId member : store.members()) {
          StoreNode node = store.node(member);
          if (node != null) {
            widestNanos = Math.max(widestNanos, node.trueTime().epsilonNanos(atNanos));
          }
        }
      }

      @Override
      public double value(long atNanos) {
        return widestNanos * NANOS;
      }
    };
  }

  /** Samples in which true time lay outside a node's interval. */
  static Meter uncertaintyBroken(StoreObservation store, ClusterClocks clocks) {
    return new Meter() {
      private long broken;

      @Override
      public void onSample(long atNanos) {
        for (NodeId member : store.members()) {
          StoreNode node = store.node(member);
          if (node != null) {
            TrueTime trueTime = node.trueTime();
            long offset = Math.abs(clocks.of(member).offsetNanos(atNanos));
            broken += offset > trueTime.epsilonNanos(atNanos) ? 1 : 0;
          }
        }
      }

      @Override
      public double value(long atNanos) {
        return broken;
      }
    };
  }

  /** Times that a node's hybrid clock went back within a life. */
  static Meter logicalRegressions(StoreObservation store) {
    return new Meter() {
      private final Map<NodeId, StoreNode> lives = new TreeMap<>();
      private final Map<NodeId, HybridTimestamp> last = new TreeMap<>();
      private long regressions;

      @Override
      public void onStepped(NodeId id) {
        StoreNode node = store.node(id);
        if (node == null) {
          return;
        }
        HybridTimestamp now = node.hybridTime();
        HybridTimestamp before = last.put(id, now);
        boolean sameLife = lives.put(id, node) == node;
        if (sameLife && before != null && now.compareTo(before) < 0) {
          regressions++;
        }
      }

      @Override
      public double value(long atNanos) {
        return regressions;
      }
    };
  }

  /** Largest difference between two nodes' clocks, in seconds. */
  static double skew(Cluster cluster, long atNanos) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (Cluster.Host host : cluster.hosts()) {
      long offset = cluster.clocks().of(host.id()).offsetNanos(atNanos);
      least = Math.min(least, offset);
      most = Math.max(most, offset);
    }
    return most < least ? 0 : (most - least) * NANOS;
  }
}
