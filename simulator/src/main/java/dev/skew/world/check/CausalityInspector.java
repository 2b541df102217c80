package dev.skew.world.check;

import dev.skew.world.kv.MergedValue;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.HistoryObserver;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares what caused what with the order that versions give to it. A write comes after every
 * write that its session had made or seen when it began (Lamport's happened-before, as far as
 * clients can tell); where its version says that it came before one of them, the order of versions
 * is wrong, whether somebody has noticed or not.
 *
 * <p>What cannot be told for certain is not counted: writes that nobody versioned within the
 * operation, deletions of one key that overlap, and what a session forgot.
 */
public final class CausalityInspector implements HistoryObserver {

  /** How a pair of writes contradicts the order of their versions. */
  public enum Issue {
    /** A write stands before one that its session knew. */
    REVERSED,
    /** A key was used or deleted before it was created, or created before it was deleted. */
    IMPOSSIBLE
  }

  /** The order that a store gives to writes. */
  @FunctionalInterface
  public interface Version {

    /** Whether this comes before another for certain. */
    boolean isBefore(Version other);
  }

  private static final int KNOWN_PER_SESSION = 8;
  private static final int FINDABLE_PER_KEY = 64;

  private static final class Write {
    final String key;
    final @Nullable String value; // null for a deletion
    final boolean creates;
    final List<Write> causes;
    @Nullable Version version;

    Write(String key, @Nullable String value, boolean creates, Collection<Write> causes) {
      this.key = key;
      this.value = value;
      this.creates = creates;
      this.causes = new ArrayList<>(causes);
    }

    boolean isDeletion() {
      return value == null;
    }
  }

  private static final class OfKey {
    final Map<String, Write> byValue = new LinkedHashMap<>();
    final List<Write> unversioned = new ArrayList<>();
    @Nullable Write latest;

    void add(Write write) {
      unversioned.add(write);
      if (write.value != null) {
        byValue.put(write.value, write);
        dropFirst(byValue, FINDABLE_PER_KEY);
      }
    }
  }

  private final Map<String, OfKey> keys = new HashMap<>(); // looked up only
  private final Map<String, Map<String, Write>> sessions = new HashMap<>(); // the same
  private final Map<Long, Write> underWay = new HashMap<>(); // the same
  private final long[] counts = new long[Issue.values().length];

  @SuppressWarnings("EnumOrdinal") // the ordinal never leaves this object
  public long count(Issue issue) {
    return counts[issue.ordinal()];
  }

  @Override
  public void onInvoked(Invocation invocation) {
    Operation operation = invocation.operation();
    if (operation instanceof Operation.Put || operation instanceof Operation.Delete) {
      String key = operation.keys().get(0);
      OfKey ofKey = keys.computeIfAbsent(key, unseen -> new OfKey());
      String value = operation instanceof Operation.Put put ? put.value() : null;
      boolean isAbsent = ofKey.latest == null || ofKey.latest.isDeletion();
      Write write =
          new Write(key, value, value != null && isAbsent, sessionOf(invocation).values());
      ofKey.add(write);
      underWay.put(invocation.id(), write);
    }
  }

  /**
   * A coordinator gave a write of a key its version.
   *
   * @param isValue whether a value is what was written; of a deletion it never is
   */
  public void onVersioned(
      String key, boolean isDeletion, Predicate<String> isValue, Version version) {
    OfKey ofKey = keys.get(key);
    if (ofKey == null) {
      return;
    }
    List<Write> candidates =
        ofKey.unversioned.stream()
            .filter(write -> write.value == null ? isDeletion : isValue.test(write.value))
            .toList();
    if (candidates.size() == 1) {
      Write write = candidates.get(0);
      ofKey.unversioned.remove(write);
      write.version = version;
      judge(write, version);
    }
  }

  /** One finding for each write, the graver one. */
  @SuppressWarnings("EnumOrdinal") // the ordinal never leaves this object
  private void judge(Write effect, Version version) {
    Issue found = null;
    for (Write cause : effect.causes) {
      Version before = cause.version;
      if (before != null && version.isBefore(before)) {
        found = found == Issue.IMPOSSIBLE ? found : issue(cause, effect);
      }
    }
    if (found != null) {
      counts[found.ordinal()]++;
    }
  }

  private static Issue issue(Write cause, Write effect) {
    boolean isOfLife = cause.creates || cause.isDeletion() || effect.isDeletion();
    return cause.key.equals(effect.key) && isOfLife ? Issue.IMPOSSIBLE : Issue.REVERSED;
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    Write write = underWay.remove(invocation.id());
    boolean isDone = completion.outcome() == Outcome.OK;
    if (write != null) {
      OfKey ofKey = keys.computeIfAbsent(write.key, unseen -> new OfKey());
      ofKey.unversioned.remove(write);
      if (isDone) {
        ofKey.latest = write;
        learn(sessionOf(invocation), write);
      }
    } else if (isDone && invocation.operation() instanceof Operation.Get get) {
      OfKey ofKey = keys.get(get.key());
      for (String value : MergedValue.parts(completion.values())) {
        Write seen = ofKey == null ? null : ofKey.byValue.get(value);
        if (seen != null) {
          learn(sessionOf(invocation), seen);
        }
      }
    }
  }

  private Map<String, Write> sessionOf(Invocation invocation) {
    return sessions.computeIfAbsent(Stories.session(invocation), unseen -> new LinkedHashMap<>());
  }

  private static void learn(Map<String, Write> session, Write write) {
    session.remove(write.key);
    session.put(write.key, write);
    dropFirst(session, KNOWN_PER_SESSION);
  }

  private static void dropFirst(Map<String, Write> map, int limit) {
    if (map.size() > limit) {
      Iterator<String> eldest = map.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}
