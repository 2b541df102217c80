package dev.skew.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first event in which two runs of what should be one history differ.
 *
 * @param index of the event, from 0
 * @param first what the first run has there, or null when it had ended
 * @param second what the second run has there, or null when it had ended
 * @param common the events before it, oldest first, as lines of JSON
 */
public record Divergence(
    long index, @Nullable Moment first, @Nullable Moment second, List<String> common) {

  private static final int MOST_COMMON = 10;

  /**
   * An event of a run.
   *
   * @param line the event as a line of JSON, its instant included
   */
  public record Moment(long atNanos, String kind, String line) {

    private static Moment of(long atNanos, TraceEvent event) {
      return new Moment(atNanos, event.kind(), new TraceJson().lineOf(atNanos, event).toString());
    }
  }

  /** Something that can be run again from its beginning. */
  @FunctionalInterface
  public interface History {

    /** Runs it once; the listener is told every trace event. */
    void run(TraceListener listener);
  }

  public Divergence {
    common = List.copyOf(common);
  }

  /**
   * Runs a history twice. The events of the first run are kept until the second has ended.
   *
   * @return where the second run leaves the first, or empty when the two are equal
   */
  public static Optional<Divergence> between(History history) {
    Memory memory = new Memory();
    history.run(memory);
    Comparison comparison = new Comparison(memory);
    history.run(comparison);
    return Optional.ofNullable(comparison.result());
  }

  /** The whole as text for people. */
  public String report() {
    StringBuilder text = new StringBuilder("two runs differ at event ").append(index).append('\n');
    for (String line : common) {
      text.append("  both:   ").append(line).append('\n');
    }
    text.append("  first:  ").append(lineOf(first)).append('\n');
    return text.append("  second: ").append(lineOf(second)).append('\n').toString();
  }

  private static String lineOf(@Nullable Moment moment) {
    return moment == null ? "(had ended)" : moment.line();
  }

  private static long digest(long atNanos, TraceEvent event) {
    TraceHash hash = new TraceHash();
    hash.begin(atNanos, event.kind());
    event.describe(hash);
    return hash.value();
  }

  /** The first run. */
  private static final class Memory implements TraceListener {

    private record Entry(long atNanos, TraceEvent event, long digest) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public void onTraceEvent(long atNanos, TraceEvent event) {
      // An event may hold what changes later, so that its digest is taken at once.
      entries.add(new Entry(atNanos, event, digest(atNanos, event)));
    }
  }

  /** The second run. */
  private static final class Comparison implements TraceListener {

    private final List<Memory.Entry> expected;
    private final Deque<Memory.Entry> common = new ArrayDeque<>();
    private int index;
    private @Nullable Divergence found;

    Comparison(Memory memory) {
      this.expected = memory.entries;
    }

    @Override
    public void onTraceEvent(long atNanos, TraceEvent event) {
      if (found != null) {
        return;
      }
      Memory.Entry entry = index < expected.size() ? expected.get(index) : null;
      if (entry == null || entry.digest() != digest(atNanos, event)) {
        found = divergence(entry, Moment.of(atNanos, event));
        return;
      }
      index++;
      common.addLast(entry);
      if (common.size() > MOST_COMMON) {
        common.removeFirst();
      }
    }

    @Nullable Divergence result() {
      if (found == null && index < expected.size()) {
        return divergence(expected.get(index), null);
      }
      return found;
    }

    private Divergence divergence(Memory.@Nullable Entry entry, @Nullable Moment second) {
      Moment first = entry == null ? null : Moment.of(entry.atNanos(), entry.event());
      List<String> lines =
          common.stream().map(each -> Moment.of(each.atNanos(), each.event()).line()).toList();
      return new Divergence(index, first, second, lines);
    }
  }
}
