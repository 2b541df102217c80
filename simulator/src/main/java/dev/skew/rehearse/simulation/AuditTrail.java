package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.world.fault.Deed;
import dev.skew.world.fault.FaultEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what the trace says was done, to be compared with what was done. */
final class AuditTrail {

  private final List<Deed> recorded = new ArrayList<>();

  /**
   * What a comparison found.
   *
   * @param begun faults and commands that began
   * @param ended those of them that ended
   * @param refused commands that could not be carried out
   * @param missing of what was done or asked, what the trace does not have as it was
   * @param invented what the trace has and nobody did
   */
  record Findings(long begun, long ended, long refused, long missing, long invented) {}

  void onTrace(long atNanos, TraceEvent event) {
    if (event instanceof FaultEvent fault) {
      Deed.recorded(atNanos, fault).ifPresent(recorded::add);
    }
  }

  /**
   * Compares instant, kind, command and nodes of each.
   *
   * @param done the nemesis's own books
   * @param asked ids of the operator's commands that were due
   */
  Findings compare(List<Deed> done, List<String> asked) {
    Map<Deed, Integer> left = new HashMap<>(); // never iterated but to be summed
    recorded.forEach(deed -> left.merge(deed, 1, Integer::sum));
    long missing = 0;
    for (Deed deed : done) {
      int count = left.getOrDefault(deed, 0);
      missing += count == 0 ? 1 : 0;
      left.put(deed, Math.max(0, count - 1));
    }
    for (String id : asked) {
      missing += recorded.stream().noneMatch(deed -> deed.entry().equals(id)) ? 1 : 0;
    }
    long invented = left.values().stream().mapToLong(Integer::longValue).sum();
    return new Findings(
        count(done, Deed.Kind.BEGAN),
        count(done, Deed.Kind.ENDED),
        count(done, Deed.Kind.REFUSED),
        missing,
        invented);
  }

  private static long count(List<Deed> deeds, Deed.Kind kind) {
    return deeds.stream().filter(deed -> deed.kind() == kind).count();
  }
}
