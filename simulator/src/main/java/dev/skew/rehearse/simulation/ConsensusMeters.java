package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.world.node.EtcdLogged;
import dev.skew.world.raft.RaftLog;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.raft.RaftState;
import dev.skew.world.raft.Role;
import dev.skew.world.topology.NodeId;
import java.util.function.Predicate;

/** Measures of who led, and of what logs held. */
final class ConsensusMeters {

  private static final double NANOS = 1e-9;

  private ConsensusMeters() {}

  /** Most claimants at one time. */
  static Meter leadersAtOnce(LeadershipWatch watch) {
    return new Meter() {
      private int most;

      @Override
      public void begin(long atNanos) {
        most = watch.count();
      }

      @Override
      public void onClaimants(long atNanos, int count) {
        most = Math.max(most, count);
      }

      @Override
      public double value(long atNanos) {
        return most;
      }
    };
  }

  static Meter leaders(LeadershipWatch watch) {
    return atNanos -> watch.count();
  }

  /** Time with more than one claimant, summed up, in seconds. */
  static Meter splitBrainTime(LeadershipWatch watch) {
    return new Meter() {
      private long sinceNanos = -1;
      private long totalNanos;

      @Override
      public void begin(long atNanos) {
        onClaimants(atNanos, watch.count());
      }

      @Override
      public void onClaimants(long atNanos, int count) {
        if (count > 1 && sinceNanos < 0) {
          sinceNanos = atNanos;
        } else if (count <= 1 && sinceNanos >= 0) {
          totalNanos += atNanos - sinceNanos;
          sinceNanos = -1;
        }
      }

      @Override
      public double value(long atNanos) {
        return (totalNanos + (sinceNanos < 0 ? 0 : atNanos - sinceNanos)) * NANOS;
      }
    };
  }

  /** Longest time without a claimant, in seconds. */
  static Meter leaderlessTime(LeadershipWatch watch) {
    return new Meter() {
      private long sinceNanos = -1;
      private long longestNanos;

      @Override
      public void begin(long atNanos) {
        onClaimants(atNanos, watch.count());
      }

      @Override
      public void onClaimants(long atNanos, int count) {
        if (count == 0 && sinceNanos < 0) {
          sinceNanos = atNanos;
        } else if (count > 0 && sinceNanos >= 0) {
          longestNanos = Math.max(longestNanos, atNanos - sinceNanos);
          sinceNanos = -1;
        }
      }

      @Override
      public double value(long atNanos) {
        long running = sinceNanos < 0 ? 0 : atNanos - sinceNanos;
        return Math.max(longestNanos, running) * NANOS;
      }
    };
  }

  /** Elections won; the first of a run is not a change. */
  static Meter leaderChanges() {
    return new Meter.OfRecords() {
      private long won;
      private boolean sawFirst;

      @Override
      public void begin(long atNanos) {
        sawFirst = atNanos > 0;
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof EtcdLogged logged
            && logged.notice() instanceof RaftNotice.RoleChanged changed
            && changed.to() == Role.LEADER) {
          won += sawFirst ? 1 : 0;
          sawFirst = true;
        }
      }

      @Override
      public double value(long atNanos) {
        return won;
      }
    };
  }

  /** Trace events that are of interest. */
  static Meter events(Meter.Interest interest, Predicate<TraceEvent> choice) {
    return new Meter() {
      private long count;

      @Override
      public Interest interest() {
        return interest;
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (choice.test(event)) {
          count++;
        }
      }

      @Override
      public double value(long atNanos) {
        return count;
      }
    };
  }

  /** The longest suffix of a log that the committed log contradicts, as far as samples saw it. */
  static Meter forkLength(EtcdObservation view) {
    return new Meter() {
      private long longest;

      @Override
      public void onSample(long atNanos) {
        NodeId reference = null;
        long committed = -1;
        for (NodeId node : view.members()) {
          if (view.isUp(node) && view.commitIndex(node) > committed) {
            reference = node;
            committed = view.commitIndex(node);
          }
        }
        if (reference == null) {
          return;
        }
        for (NodeId node : view.members()) {
          if (view.isUp(node) && !node.equals(reference)) {
            longest = Math.max(longest, fork(view, node, reference));
          }
        }
      }

      @Override
      public double value(long atNanos) {
        return longest;
      }
    };
  }

  private static long fork(EtcdObservation view, NodeId node, NodeId reference) {
    RaftState truth = view.state(reference);
    RaftState suspect = view.state(node);
    long last = Math.min(suspect.lastIndex(), truth.commit());
    for (long index = suspect.commit() + 1; index <= last; index++) {
      long known = truth.log().termAt(index);
      if (known != RaftLog.UNKNOWN_TERM && known != suspect.log().termAt(index)) {
        return suspect.lastIndex() - index + 1;
      }
    }
    return 0;
  }
}
