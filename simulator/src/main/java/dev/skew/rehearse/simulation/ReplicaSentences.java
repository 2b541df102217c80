package dev.skew.rehearse.simulation;

import dev.skew.rehearse.simulation.Report.Level;
import dev.skew.world.replica.ReplicaEvent;
import dev.skew.world.replica.ReplicaThread;
import dev.skew.world.replica.SqlError;
import java.util.Locale;
import java.util.Optional;

/** Says in a line each what a person should read of replication. */
final class ReplicaSentences {

  /** A line and how it is to be taken. */
  record Line(Level level, String text) {}

  private ReplicaSentences() {}

  /** The line for an event; empty for what comes thousandfold. */
  static Optional<Line> of(ReplicaEvent event) {
    String node = event.node().name();
    if (event instanceof ReplicaEvent.ThreadStopped stopped) {
      return Optional.of(stopped(node, stopped.thread(), stopped.error()));
    }
    if (event instanceof ReplicaEvent.Promoted promoted) {
      String how =
          promoted.isForced() ? " is the primary by force, with " : " is the primary, with ";
      String what = promoted.executed().toString();
      return note(node + how + (what.isEmpty() ? "nothing" : what));
    }
    if (event instanceof ReplicaEvent.Followed followed) {
      return note(node + " replicates from " + followed.source());
    }
    if (event instanceof ReplicaEvent.ReadOnlySet set) {
      return note(node + (set.isOn() ? " takes no writes (super_read_only)" : " takes writes"));
    }
    if (event instanceof ReplicaEvent.TakeoverFailed failed) {
      return note(node + " does not become the primary: " + failed.reason());
    }
    if (event instanceof ReplicaEvent.SourceLost lost) {
      return note(node + " has lost its source " + lost.source() + " and dials again");
    }
    if (event instanceof ReplicaEvent.Left) {
      return note(node + " is no replica any more");
    }
    if (event instanceof ReplicaEvent.Rebuilt rebuilt) {
      return Optional.of(new Line(Level.HEAL, node + " is a copy of " + rebuilt.source()));
    }
    return Optional.empty();
  }

  private static Line stopped(String node, ReplicaThread thread, SqlError error) {
    String what = node + ": " + thread.label().toUpperCase(Locale.ROOT) + " thread stopped";
    return error.code() == 0
        ? new Line(Level.NOTE, what)
        : new Line(Level.FAULT, what + ", error " + error.code() + ": " + error.text());
  }

  private static Optional<Line> note(String text) {
    return Optional.of(new Line(Level.NOTE, text));
  }
}
