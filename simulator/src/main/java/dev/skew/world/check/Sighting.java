package dev.skew.world.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that the key no longer holds, but held while some reader that is still under way could
 * see it. An immutable list, latest first.
 */
final class Sighting {

  final String value;

  /** Instant at which the value went; whoever began before it may have seen it. */
  final long until;

  /** Whether an overwriting write ended it: then more writes fit in just before that one. */
  final boolean overwritten;

  final int length;
  final @Nullable Sighting older;

  Sighting(String value, long until, boolean overwritten, @Nullable Sighting older) {
    this.value = value;
    this.until = until;
    this.overwritten = overwritten;
    this.older = older;
    this.length = older == null ? 1 : older.length + 1;
  }

  /** Adds a sighting at its place in the order of {@code until}. */
  static Sighting insert(@Nullable Sighting list, String value, long until, boolean overwritten) {
    List<Sighting> newer = new ArrayList<>(0);
    Sighting at = list;
    for (; at != null && at.until > until; at = at.older) {
      newer.add(at);
    }
    return prepend(newer, new Sighting(value, until, overwritten, at));
  }

  /** Lets a conditional write follow {@code target}, just before what overwrote it. */
  static Sighting extend(@Nullable Sighting list, Sighting target, String produced) {
    List<Sighting> newer = new ArrayList<>(0);
    for (Sighting at = list; at != null && at != target; at = at.older) {
      newer.add(at);
    }
    Sighting ended = new Sighting(target.value, target.until, false, target.older);
    return prepend(newer, new Sighting(produced, target.until, true, ended));
  }

  /** The latest sighting of the value that somebody who began at {@code after} may have had. */
  static @Nullable Sighting find(
      @Nullable Sighting list, String value, long after, boolean onlyOverwritten) {
    for (Sighting at = list; at != null && at.until > after; at = at.older) {
      if ((at.overwritten || !onlyOverwritten) && at.value.equals(value)) {
        return at;
      }
    }
    return null;
  }

  /** Whether whoever may have seen {@code other} may have seen this one just as well. */
  boolean covers(Sighting other) {
    return until >= other.until && (overwritten || !other.overwritten) && value.equals(other.value);
  }

  /** The sightings that somebody under way can have had, each at the first instant like its own. */
  static @Nullable Sighting within(@Nullable Sighting list, Horizon horizon) {
    List<Sighting> kept = new ArrayList<>();
    for (Sighting at = list; at != null; at = at.older) {
      long until = horizon.ofSighting(at.until);
      if (until <= 0) {
        break;
      }
      kept.add(until == at.until ? at : new Sighting(at.value, until, at.overwritten, null));
    }
    return kept.isEmpty() ? null : prepend(kept, null);
  }

  private static Sighting prepend(List<Sighting> newer, @Nullable Sighting tail) {
    Sighting list = tail;
    for (int i = newer.size() - 1; i >= 0; i--) {
      Sighting at = newer.get(i);
      list = new Sighting(at.value, at.until, at.overwritten, list);
    }
    if (list == null) {
      throw new AssertionError("nothing to prepend and nothing to prepend it to");
    }
    return list;
  }
}
