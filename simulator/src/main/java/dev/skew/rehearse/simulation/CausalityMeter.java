package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.world.check.CausalityInspector;
import dev.skew.world.check.CausalityInspector.Issue;
import dev.skew.world.check.CausalityInspector.Version;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.VectorClock;
import dev.skew.world.quorum.StoreEvent;
import dev.skew.world.quorum.Versioning;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.Optional;

/** Counts what the versions of a store's writes say against what caused what. */
final class CausalityMeter implements Meter.OfRecords {

  private final StoreObservation store;
  private final Issue issue;
  private final CausalityInspector inspector = new CausalityInspector();

  CausalityMeter(StoreObservation store, Issue issue) {
    this.store = store;
    this.issue = issue;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    inspector.onInvoked(invocation);
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    inspector.onCompleted(invocation, completion);
  }

  @Override
  public void onTrace(long atNanos, TraceEvent event) {
    if (event instanceof StoreEvent.WriteVersioned written) {
      version(written)
          .ifPresent(
              version ->
                  inspector.onVersioned(
                      written.key(), written.isDeletion(), written::isOf, version));
    }
  }

  @Override
  public double value(long atNanos) {
    return inspector.count(issue);
  }

  /** Values that merge by themselves have no order that could be wrong. */
  private Optional<Version> version(StoreEvent.WriteVersioned written) {
    Versioning versioning = store.versioningOf(written.key());
    return switch (versioning) {
      case LAST_WRITE_WINS, HLC, DB_TIMESTAMP -> Optional.of(Stamp.parse(written.version()));
      case VECTOR_CLOCK -> Optional.of(Clock.of(written));
      case CRDT -> Optional.empty();
    };
  }

  /** Timestamps order the writes of all keys. */
  private record Stamp(HybridTimestamp time) implements Version {

    static Stamp parse(String text) {
      int dot = text.indexOf('.');
      long wall = Long.parseLong(text, 0, dot, 10);
      return new Stamp(
          new HybridTimestamp(wall, Integer.parseInt(text, dot + 1, text.length(), 10)));
    }

    @Override
    public boolean isBefore(Version other) {
      return other instanceof Stamp stamp && time.compareTo(stamp.time) < 0;
    }
  }

  /** Vector clocks order the writes of one key. */
  private record Clock(String key, VectorClock clock) implements Version {

    static Clock of(StoreEvent.WriteVersioned written) {
      return new Clock(written.key(), VectorClock.parse(written.version()));
    }

    @Override
    public boolean isBefore(Version other) {
      return other instanceof Clock that
          && key.equals(that.key)
          && clock.compare(that.clock) == VectorClock.Order.BEFORE;
    }
  }
}
