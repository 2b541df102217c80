package dev.skew.world.check;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * No read returns what nobody wrote under that key, or what its writer was told had not happened;
 * and none returns one write twice. However stale a read may be, it may not do that.
 */
final class PhantomReads implements Checker {

  private final WriteLog log;
  private final Findings phantoms;
  private final Findings duplicates;

  /**
   * @param duplicates told when a read returns one write twice
   */
  PhantomReads(WriteLog log, Findings phantoms, Findings duplicates) {
    this.log = log;
    this.phantoms = phantoms;
    this.duplicates = duplicates;
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    if (completion.outcome() == Outcome.FAILED) {
      refused(log.writesOf(invocation), completion.atNanos());
    }
    if (completion.outcome() == Outcome.OK && invocation.operation() instanceof Operation.Get get) {
      WriteLog.OfKey writes = log.of(get.key());
      if (writes.merges) {
        phantoms.undecided("sums and sets are not judged, as of " + get.key());
        return;
      }
      phantoms.checked();
      List<String> values = completion.values();
      for (int i = 0; i < values.size(); i++) {
        judge(writes, values.get(i), invocation, completion);
      }
      if (values.size() > 1) {
        judgeTwice(invocation, completion);
      }
    }
  }

  private void judge(WriteLog.OfKey writes, String value, Invocation read, Completion completion) {
    KnownWrite write = writes.find(value);
    if (write != null && !write.refused) {
      log.see(write, completion.atNanos());
      return;
    }
    if (log.isRefused(writes, value)) {
      phantoms.violation(
          completion.atNanos(),
          "a read of " + writes.key + " returned " + value + ", whose write had been refused",
          (write == null ? "" : write + " -> failed\n") + Stories.line(read, completion));
    } else if (log.settledNanos(writes, value) == WriteLog.UNHEARD_OF) {
      if (log.mayHaveForgotten()) {
        phantoms.undecided(
            value + ", read from " + writes.key + ", may have been written long ago");
        return;
      }
      phantoms.violation(
          completion.atNanos(),
          "a read of " + writes.key + " returned " + value + ", which nobody ever wrote there",
          Stories.line(read, completion));
    }
  }

  private void refused(List<KnownWrite> writes, long atNanos) {
    for (KnownWrite write : writes) {
      if (write.seen) {
        phantoms.violation(
            atNanos,
            "a write of " + write.key + " was refused after its value had been read",
            write + " -> failed at " + Stories.time(atNanos));
      }
    }
  }

  private void judgeTwice(Invocation read, Completion completion) {
    duplicates.checked();
    Set<String> met = new HashSet<>();
    for (String value : completion.values()) {
      if (!met.add(value)) {
        duplicates.violation(
            completion.atNanos(),
            "a read returned one write twice: " + value,
            Stories.line(read, completion));
        return;
      }
    }
  }
}
