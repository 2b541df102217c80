package dev.skew.world.check;

import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few operations that prove by themselves that a key was not linearizable.
 *
 * <p>An operation can be left out when that cannot turn a right history into a wrong one: a read
 * always can, a write when nobody saw what it wrote. Whatever is still wrong without it goes on
 * without it, one after the other, until each that is left is needed.
 */
final class Counterexample {

  private record Event(long at, Call call, boolean isEnd) {}

  private Counterexample() {}

  /** The operations, a line each, in the order in which they began. */
  static String of(KeyHistory history, Call last, int budget) {
    List<Call> calls = new ArrayList<>(history.recent());
    if (!calls.contains(last)) {
      calls.add(0, last);
    }
    List<Call> needed =
        isWrong(calls, history.key, budget)
            ? minimize(calls, history.key, budget)
            : calls.subList(Math.max(0, calls.size() - 10), calls.size());
    StringBuilder text = new StringBuilder();
    for (Call call : needed) {
      text.append(text.isEmpty() ? "" : "\n").append(call);
    }
    return text.toString();
  }

  private static List<Call> minimize(List<Call> calls, String key, int budget) {
    List<Call> kept = new ArrayList<>(calls);
    int before;
    do {
      before = kept.size();
      leaveOut(kept, key, budget);
    } while (kept.size() < before); // a write can go once whoever saw it has gone
    return kept;
  }

  private static void leaveOut(List<Call> kept, String key, int budget) {
    for (int i = 0; i < kept.size(); ) {
      Call candidate = kept.remove(i);
      if (isUnseen(candidate, kept) && isWrong(kept, key, budget)) {
        continue;
      }
      kept.add(i++, candidate);
    }
  }

  /** Plays the calls again, with anything that they did not write as what may have been before. */
  private static boolean isWrong(List<Call> calls, String key, int budget) {
    Set<String> initial = new LinkedHashSet<>();
    initial.add("\0something else");
    Set<String> written = new LinkedHashSet<>();
    List<Event> events = new ArrayList<>();
    for (Call call : calls) {
      String needed = neededBy(call);
      if (needed != null) {
        initial.add(needed);
      }
      if (call.write != null) {
        written.add(call.write.produced);
      }
      events.add(new Event(call.begunAt, call, false));
      if (call.endedAt > 0) {
        events.add(new Event(call.endedAt, call, true));
      }
    }
    initial.removeIf(value -> written.contains(value) && !value.equals(KeyLinearizer.ABSENT));
    events.sort(Comparator.comparingLong(Event::at));
    return isRefuted(events, new KeyHistory(key, budget, initial));
  }

  private static boolean isRefuted(List<Event> events, KeyHistory replay) {
    List<Call> open = new ArrayList<>();
    for (Event event : events) {
      if (!event.isEnd) {
        open.add(replay.begin(event.call.invocation));
        continue;
      }
      for (Call call : open) {
        if (call.invocation.id() == event.call.invocation.id()) {
          Completion answer = event.call.answer;
          if (answer != null && !replay.end(call, answer)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isUnseen(Call candidate, List<Call> others) {
    if (candidate.write == null) {
      return true;
    }
    for (Call other : others) {
      if (candidate.write.produced.equals(neededBy(other))) {
        return false;
      }
    }
    return true;
  }

  /** The value that a call must have met; null for none, or for one that nobody knows. */
  private static @Nullable String neededBy(Call call) {
    Completion answer = call.answer;
    if (call.write != null) {
      return call.write.expected;
    }
    if (answer == null || answer.outcome() != Outcome.OK) {
      return null;
    }
    return KeyHistory.valueOf(answer);
  }
}
