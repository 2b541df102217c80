package dev.skew.world.check;

import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Acknowledged writes that are lost at the end of the run.
 *
 * <p>A write is lost when everything that live replicas hold under its key had been acknowledged,
 * or seen, before the write began: then it is not there, and nothing that is there can have come
 * after it. What overlapped it may legally have overwritten it, and so may a write without an
 * answer. In a store that is no register a deletion removes what its session had seen: there it
 * explains what it can have followed, and cannot be lost itself.
 *
 * <p>Exact, as long as what stands is not older than the last {@value #KEPT_PER_KEY} writes of the
 * key: then the count is a lower bound, and the note says so.
 */
final class AcknowledgedWrites implements Checker {

  private static final int KEPT_PER_KEY = 1 << 15;
  private static final int NAMED = 5;

  private final WriteLog log;
  private final boolean isRegister;
  private final LongPredicate isSettled;
  private final Findings findings;
  private final Map<String, Acknowledged> keys = new LinkedHashMap<>();
  private long acknowledged;
  private long lost;
  private long unresolved;

  /**
   * @param isRegister whether a deletion removes whatever is there
   * @param isSettled whether at the end everything acknowledged by a time must show on replicas
   */
  AcknowledgedWrites(WriteLog log, boolean isRegister, LongPredicate isSettled, Findings findings) {
    this.log = log;
    this.isRegister = isRegister;
    this.isSettled = isSettled;
    this.findings = findings;
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    if (completion.outcome() != Outcome.OK) {
      return;
    }
    List<KnownWrite> writes = log.writesOf(invocation);
    for (int i = 0; i < writes.size(); i++) {
      KnownWrite write = writes.get(i);
      findings.checked();
      acknowledged++;
      if (!write.isDeletion || isRegister) {
        Acknowledged ofKey = keys.get(write.key);
        if (ofKey == null) {
          ofKey = new Acknowledged();
          keys.put(write.key, ofKey);
        }
        ofKey.add(write.begunNanos, completion.atNanos());
      }
    }
  }

  @Override
  public void finish(long atNanos, StoreView store) {
    for (Map.Entry<String, Acknowledged> each : keys.entrySet()) {
      WriteLog.OfKey writes = log.of(each.getKey());
      if (writes.merges) {
        findings.undecided("sums and sets are not judged, as of " + writes.key);
      } else {
        judge(writes, each.getValue(), new FinalValues(writes, log, store), atNanos);
      }
    }
  }

  @Override
  public void measure() {
    findings.measure("acknowledged", (double) acknowledged);
    findings.measure("lost", (double) lost);
    findings.measure("unresolved", (double) unresolved);
  }

  private void judge(WriteLog.OfKey writes, Acknowledged ofKey, FinalValues values, long atNanos) {
    if (!values.canBeJudged()) {
      unresolved += ofKey.size();
      findings.undecided(
          "nobody can say what became of "
              + writes.key
              + (values.values().isEmpty() ? ": no live replica" : ": holds " + values.values()));
      return;
    }
    long standsSince = values.settledNanos();
    if (!isRegister) {
      standsSince = Math.max(standsSince, writes.absenceSettledNanos());
    }
    long missing = ofKey.countAfter(standsSince, isSettled, true);
    long fresh = ofKey.countAfter(standsSince, isSettled, false) - missing;
    if (fresh > 0) {
      unresolved += fresh;
      findings.undecided("replicas had not settled at the end, as of " + writes.key);
    }
    if (missing > 0) {
      lost += missing;
      if (ofKey.hasForgottenAfter(standsSince)) {
        findings.undecided("more writes of " + writes.key + " may be lost than were counted");
      }
      findings.violation(atNanos, detail(writes, missing), evidence(writes, values, standsSince));
    }
  }

  private static String detail(WriteLog.OfKey writes, long missing) {
    String what = missing == 1 ? " acknowledged write of " : " acknowledged writes of ";
    return missing + what + writes.key + (missing == 1 ? " is lost" : " are lost");
  }

  private String evidence(WriteLog.OfKey writes, FinalValues values, long standsSince) {
    List<String> lines = new ArrayList<>();
    for (String value : values.values()) {
      KnownWrite write = writes.find(value);
      lines.add(write == null ? "stands: " + value : "stands: " + write);
    }
    if (values.isAbsentSomewhere()) {
      lines.add("a replica holds nothing");
    }
    int named = 0;
    for (KnownWrite write : writes.answered()) {
      boolean isLost = write.acknowledged && write.begunNanos > standsSince;
      if (isLost && (!write.isDeletion || isRegister) && named++ < NAMED) {
        lines.add("lost: " + write);
      }
    }
    return String.join("\n", lines);
  }

  /** When the acknowledged writes of one key began and were acknowledged. */
  private static final class Acknowledged {

    private long[] begunNanos = new long[4];
    private long[] endedNanos = new long[4];
    private int size;
    private long forgottenNanos = -1;

    int size() {
      return size;
    }

    void add(long begun, long ended) {
      if (size == KEPT_PER_KEY) {
        forgetHalf();
      }
      if (size == begunNanos.length) {
        begunNanos = Arrays.copyOf(begunNanos, size * 2);
        endedNanos = Arrays.copyOf(endedNanos, size * 2);
      }
      begunNanos[size] = begun;
      endedNanos[size] = ended;
      size++;
    }

    long countAfter(long nanos, LongPredicate isSettled, boolean onlySettled) {
      long count = 0;
      for (int i = 0; i < size; i++) {
        boolean after = begunNanos[i] > nanos;
        count += after && (!onlySettled || isSettled.test(endedNanos[i])) ? 1 : 0;
      }
      return count;
    }

    boolean hasForgottenAfter(long nanos) {
      return forgottenNanos > nanos;
    }

    private void forgetHalf() {
      int half = size / 2;
      for (int i = 0; i < half; i++) {
        forgottenNanos = Math.max(forgottenNanos, begunNanos[i]);
      }
      System.arraycopy(begunNanos, half, begunNanos, 0, size - half);
      System.arraycopy(endedNanos, half, endedNanos, 0, size - half);
      size -= half;
    }
  }
}
