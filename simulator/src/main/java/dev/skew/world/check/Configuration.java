package dev.skew.world.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way in which everything answered so far can be put in order. Immutable. */
final class Configuration {

  /** What the key holds at the end of the order. */
  final String state;

  /** Slots of the open writes that have a place in the order. */
  final long[] taken;

  /**
   * Instant at which an overwriting write took its place last, -1 before there was one: writes
   * begun before it fit in just before that one, unseen.
   */
  final long overwrittenAt;

  /** Values that readers still under way may have seen. */
  final @Nullable Sighting seen;

  private Configuration(String state, long[] taken, long overwrittenAt, @Nullable Sighting seen) {
    this.state = state;
    this.taken = taken;
    this.overwrittenAt = overwrittenAt;
    this.seen = seen;
  }

  static Configuration holding(String state) {
    return new Configuration(state, Bits.NONE, -1, null);
  }

  boolean hasTaken(OpenWrite write) {
    return Bits.has(taken, write.slot);
  }

  Configuration take(OpenWrite write) {
    return new Configuration(state, Bits.with(taken, write.slot), overwrittenAt, seen);
  }

  Configuration release(OpenWrite write) {
    long[] rest = Bits.without(taken, write.slot);
    return rest == taken ? this : new Configuration(state, rest, overwrittenAt, seen);
  }

  /** The write takes effect at the end of the order, at instant {@code at}. */
  Configuration apply(OpenWrite write, long at, boolean hasReaders) {
    return new Configuration(
        write.produced,
        taken,
        write.overwrites() ? at : overwrittenAt,
        hasReaders ? Sighting.insert(seen, state, at, write.overwrites()) : null);
  }

  /** An overwriting write takes effect just before the one that overwrote last. */
  Configuration hide(OpenWrite write, boolean hasReaders) {
    if (!hasReaders) {
      return this;
    }
    return withSeen(Sighting.insert(seen, write.produced, overwrittenAt, true));
  }

  Configuration withSeen(@Nullable Sighting sightings) {
    return new Configuration(state, taken, overwrittenAt, sightings);
  }

  /** The same without what nobody under way can tell any more. */
  Configuration within(Horizon horizon) {
    return new Configuration(
        state, taken, horizon.ofOverwriting(overwrittenAt), Sighting.within(seen, horizon));
  }

  /** The key is taken to hold a value that no order explains. */
  Configuration assume(String value) {
    return new Configuration(value, taken, overwrittenAt, seen);
  }

  /**
   * Whether every future that {@code other} allows is allowed here as well: it has the same value,
   * saw no less, and what it has not placed yet it may leave out or still fit in unseen.
   *
   * @param open open writes by slot
   * @param oldestReader instant at which the oldest reader under way began
   */
  boolean dominates(Configuration other, List<@Nullable OpenWrite> open, long oldestReader) {
    return overwrittenAt >= other.overwrittenAt
        && state.equals(other.state)
        && Bits.isSubset(taken, other.taken)
        && canSpare(other.taken, open)
        && hasSeenAllOf(other.seen, oldestReader);
  }

  private boolean canSpare(long[] otherTaken, List<@Nullable OpenWrite> open) {
    for (int word = 0; word < otherTaken.length; word++) {
      long extra = otherTaken[word] & ~(word < taken.length ? taken[word] : 0);
      for (; extra != 0; extra &= extra - 1) {
        OpenWrite write = open.get((word << 6) + Long.numberOfTrailingZeros(extra));
        boolean fitsUnseen = write != null && write.overwrites() && write.begunAt < overwrittenAt;
        if (write == null || !(write.unanswered || fitsUnseen)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean hasSeenAllOf(@Nullable Sighting others, long oldestReader) {
    if (others == seen) {
      return true;
    }
    // Both lists mostly hold the same: walk them side by side and search only where they differ.
    Sighting mine = seen;
    for (Sighting at = others; at != null && at.until > oldestReader; at = at.older) {
      while (mine != null && mine.until > at.until) {
        mine = mine.older;
      }
      if (mine == at) {
        return true;
      }
      if (mine != null && mine.covers(at)) {
        mine = mine.older;
      } else if (Sighting.find(seen, at.value, at.until - 1, at.overwritten) == null) {
        return false;
      }
    }
    return true;
  }
}
