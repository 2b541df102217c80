package dev.skew.world.check;

import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.HistoryObserver;
import dev.skew.world.workload.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was written under each key, by whom and when: what the judges of reads share.
 *
 * <p>The latest writes of a key are kept whole. Of older ones a digest and the time at which they
 * were settled remain, of the latest million or more; beyond that they are forgotten, and {@link
 * #mayHaveForgotten} says so.
 */
final class WriteLog implements HistoryObserver {

  /** Nobody wrote the value, as far as the log goes back. */
  static final long UNHEARD_OF = RecentMap.MISSING;

  private static final int WHOLE_PER_KEY = 64;
  private static final int DIGESTS = 1 << 20;
  private static final long REFUSED = -2;
  private static final long BEFORE_ALL = -1;

  /** The writes of one key. */
  static final class OfKey {

    final String key;

    /** Whether the key was written as a counter or a set, which merges by itself. */
    boolean merges;

    /** When the key was written last, or may have been. */
    long touchedNanos = BEFORE_ALL;

    private final Map<String, KnownWrite> byValue = new HashMap<>();
    private final ArrayDeque<KnownWrite> answered = new ArrayDeque<>();
    private long deletedNanos = BEFORE_ALL;
    private int openDeletions;

    OfKey(String key) {
      this.key = key;
    }

    /** A write that is kept whole. */
    @Nullable KnownWrite find(String value) {
      return byValue.get(value);
    }

    /** Those kept whole, oldest answer first, without those that are under way. */
    Iterable<KnownWrite> answered() {
      return answered;
    }

    /** Since when at the latest the key is known to have been absent, for the last time. */
    long absenceSettledNanos() {
      return openDeletions > 0 ? KnownWrite.NEVER : deletedNanos;
    }
  }

  private final Map<String, OfKey> keys = new LinkedHashMap<>();
  private final SequenceMap<List<KnownWrite>> underWay = new SequenceMap<>();
  private final RecentMap digests = new RecentMap(DIGESTS);

  /** The writes of a key, none at first. */
  OfKey of(String key) {
    OfKey writes = keys.get(key);
    if (writes == null) {
      writes = new OfKey(key);
      keys.put(key, writes);
    }
    return writes;
  }

  /** Every key that was touched, in the order of its first use. */
  Iterable<OfKey> keys() {
    return keys.values();
  }

  /** The writes of an operation that has not been answered, or is being answered just now. */
  List<KnownWrite> writesOf(Invocation invocation) {
    List<KnownWrite> writes = underWay.get(invocation.id());
    return writes == null ? List.of() : writes;
  }

  /** Whether some digest had to be forgotten, so that a value unheard of may have been written. */
  boolean mayHaveForgotten() {
    return digests.hasForgotten();
  }

  /** Whether whoever wrote a value was told that it did not happen. */
  boolean isRefused(OfKey writes, String value) {
    KnownWrite write = writes.find(value);
    return write != null ? write.refused : digests.get(digest(writes.key, value)) == REFUSED;
  }

  /**
   * By when a value had been written for certain.
   *
   * @return {@link #UNHEARD_OF} when nobody wrote it, {@link KnownWrite#NEVER} when nobody can say
   */
  long settledNanos(OfKey writes, String value) {
    KnownWrite write = writes.find(value);
    if (write != null) {
      return write.refused ? UNHEARD_OF : write.settledNanos;
    }
    long settled = digests.get(digest(writes.key, value));
    return settled == REFUSED ? UNHEARD_OF : settled;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    Operation operation = invocation.operation();
    if (!operation.isWrite()) {
      return;
    }
    List<KnownWrite> writes = new ArrayList<>(1);
    if (operation instanceof Operation.Put put) {
      writes.add(new KnownWrite(of(put.key()), put.value(), false, invocation));
    } else if (operation instanceof Operation.CompareAndSet write) {
      writes.add(new KnownWrite(of(write.key()), write.value(), false, invocation));
    } else if (operation instanceof Operation.Delete delete) {
      String name = "\0deletion " + invocation.id();
      writes.add(new KnownWrite(of(delete.key()), name, true, invocation));
    } else if (operation instanceof Operation.Transaction transaction) {
      for (Operation.Put put : transaction.puts()) {
        writes.add(new KnownWrite(of(put.key()), put.value(), false, invocation));
      }
    }
    for (int i = 0; i < writes.size(); i++) {
      begin(writes.get(i));
    }
    underWay.put(invocation.id(), writes);
  }

  /** To be called before other judges are told. */
  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    List<KnownWrite> answered = writesOf(invocation);
    for (int i = 0; i < answered.size(); i++) {
      KnownWrite write = answered.get(i);
      OfKey writes = write.ofKey;
      answer(write, completion);
      write.acknowledged = completion.outcome() == Outcome.OK;
      writes.answered.add(write);
      if (writes.answered.size() > WHOLE_PER_KEY) {
        shorten(writes, writes.answered.remove());
      }
    }
  }

  /** To be called after other judges were told of an answer. */
  void forget(Invocation invocation) {
    underWay.remove(invocation.id());
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    for (String key : invocation.operation().keys()) {
      OfKey writes = of(key);
      for (KnownWrite write : writes.answered) {
        if (write.invocation.id() == invocation.id()) {
          answer(write, completion);
        }
      }
    }
  }

  /** A read returned a write: by now it has taken effect. */
  void see(KnownWrite write, long atNanos) {
    write.seen = true;
    write.settledNanos = Math.min(write.settledNanos, atNanos);
  }

  private void begin(KnownWrite write) {
    OfKey writes = write.ofKey;
    writes.byValue.put(write.value, write);
    writes.touchedNanos = write.begunNanos;
    writes.merges |= isMergeable(write.value);
    if (write.isDeletion) {
      writes.openDeletions++;
    }
  }

  private static void answer(KnownWrite write, Completion completion) {
    OfKey writes = write.ofKey;
    writes.touchedNanos = completion.atNanos();
    boolean wasOpen = write.settledNanos == KnownWrite.NEVER && !write.refused;
    if (completion.outcome() == Outcome.OK) {
      write.settledNanos = Math.min(write.settledNanos, completion.atNanos());
    } else if (completion.outcome() == Outcome.FAILED) {
      write.refused = true;
    }
    if (write.isDeletion && wasOpen && completion.outcome() != Outcome.UNKNOWN) {
      writes.openDeletions--;
      if (!write.refused) {
        writes.deletedNanos = completion.atNanos();
      }
    }
  }

  private void shorten(OfKey writes, KnownWrite write) {
    write.causes = KnownWrite.NONE;
    if (writes.byValue.remove(write.value, write) && !write.isDeletion) {
      digests.put(digest(write.key, write.value), write.refused ? REFUSED : write.settledNanos);
    }
  }

  /** What a keyspace that merges takes for counting and for changes of a set. */
  private static boolean isMergeable(String value) {
    if (value.startsWith("add ") || value.startsWith("remove ")) {
      return true;
    }
    if (value.length() < 2 || (value.charAt(0) != '+' && value.charAt(0) != '-')) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** FNV-1a over UTF-16 units, with an end mark between key and value. */
  private static long digest(String key, String value) {
    return fold(fold(0xcbf29ce484222325L, key) * 0x100000001b3L, value);
  }

  private static long fold(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
