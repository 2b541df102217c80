package dev.skew.world.quorum;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is in quarantine, as the members have decided it.
 *
 * @param epoch counts the decisions
 * @param out places on the ring, in order
 */
record Decree(long epoch, List<Integer> out) {

  static final Decree NONE = new Decree(0, List.of());

  Decree {
    out = List.copyOf(out);
  }

  boolean isOut(int place) {
    return !out.isEmpty() && out.contains(place);
  }

  Decree with(int place) {
    List<Integer> more = new ArrayList<>(out);
    more.add(place);
    more.sort(null);
    return new Decree(epoch + 1, more);
  }

  Decree without(int place) {
    return new Decree(epoch + 1, out.stream().filter(one -> one != place).toList());
  }
}
