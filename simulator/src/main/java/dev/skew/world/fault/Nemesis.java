package dev.skew.world.fault;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.world.fault.FaultScript.Step;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries a timeline of faults out, and whatever an operator injects beside it.
 *
 * <p>Every entry draws from a stream of its own, named by what the entry says and not by its place
 * in the file, so that one more entry changes no other: until the new one begins, a run is equal to
 * the bit.
 */
public final class Nemesis {

  private final EventQueue queue;
  private final Seed seed;
  private final FaultTargets targets;
  private final FaultsInForce inForce;

  public Nemesis(EventQueue queue, Trace trace, Seed seed, FaultTargets targets) {
    this.queue = queue;
    this.seed = seed;
    this.targets = targets;
    this.inForce = new FaultsInForce(queue, trace, targets);
  }

  /** Puts a timeline into the queue; to be called once, at the start of the run. */
  public void schedule(List<TimelineEntry> timeline) {
    Map<String, Integer> twins = new HashMap<>();
    for (TimelineEntry entry : timeline) {
      String name = EntryNames.of(entry);
      int twin = twins.merge(name, 1, Integer::sum);
      schedule(entry, twin == 1 ? name : name + " #" + twin);
    }
  }

  private void schedule(TimelineEntry entry, String name) {
    Seed stream = seed.fork("timeline", name);
    long from = entry.window().from().toNanos();
    long width = entry.window().to().toNanos() - from;
    long at = width == 0 ? from : from + stream.fork("window", "").random().nextLong(width + 1);
    scheduleOccurrence(new Occurrence(entry, name, stream, at, 0));
  }

  private void scheduleOccurrence(Occurrence occurrence) {
    queue.schedule(occurrence.dueNanos(), payload -> onOccurrence(occurrence), null);
  }

  private void onOccurrence(Occurrence occurrence) {
    RandomSource random =
        occurrence.stream().fork("occurrence", Integer.toString(occurrence.count())).random();
    run(occurrence.name(), occurrence.entry().script(), random);
    TimelineEntry.Repeat repeat = occurrence.entry().repeat();
    if (repeat != null) {
      long next = occurrence.dueNanos() + repeat.every().toNanos();
      if (next <= repeat.until().toNanos()) {
        scheduleOccurrence(occurrence.next(next));
      }
    }
  }

  /**
   * Runs an operator's line now. What is chosen by chance depends on the seed and {@code id} alone.
   *
   * @param id unique within the run
   * @return the nodes that the line's first command has chosen; none when there is no such choice,
   *     of which nothing is left then but that it was refused
   */
  public List<NodeId> inject(String id, FaultScript script) {
    RandomSource random = seed.fork("command", id).random();
    Choices choices = choices(random);
    FaultCommand first = script.steps().get(0).command();
    List<NodeId> chosen;
    try {
      chosen = choices.of(first);
    } catch (SelectionRefusedException refused) {
      inForce.refused(id, first, reasonOf(refused));
      return List.of();
    }
    runSteps(id, script, choices);
    return chosen;
  }

  /** What is in force now, in the order of injection. */
  public List<Injection> active() {
    return inForce.list();
  }

  /** Everything that was begun, ended or refused so far, in that order of time. */
  public List<Deed> deeds() {
    return inForce.deeds();
  }

  /**
   * Whether a fault is in force now. What is done at once, as a clock that was set, is not: it has
   * no end that anybody could wait for.
   */
  public boolean isDisturbing() {
    return inForce.disturbs();
  }

  /** The same, where what an operator does against faults is none. */
  public boolean isFaultInForce() {
    return active().stream()
        .filter(Injection::disturbs)
        .anyMatch(each -> !each.command().fault().isRemedy());
  }

  private void run(String name, FaultScript script, RandomSource random) {
    runSteps(name, script, choices(random));
  }

  private Choices choices(RandomSource random) {
    return new Choices(
        targets.members(),
        targets::leader,
        () -> targets.replication().replicas(),
        () -> targets.consensus().claimants(),
        random);
  }

  private void runSteps(String name, FaultScript script, Choices choices) {
    for (Step step : script.steps()) {
      if (step.after().isZero()) {
        runStep(name, step.command(), choices);
      } else {
        queue.schedule(
            queue.nowNanos() + step.after().toNanos(),
            payload -> runStep(name, step.command(), choices),
            null);
      }
    }
  }

  private void runStep(String name, FaultCommand command, Choices choices) {
    try {
      inForce.begin(name, command, choices);
    } catch (SelectionRefusedException refused) {
      inForce.refused(name, command, reasonOf(refused));
    }
  }

  private static String reasonOf(SelectionRefusedException refused) {
    return String.valueOf(refused.getMessage());
  }

  /** One of an entry's beginnings. */
  private record Occurrence(
      TimelineEntry entry, String name, Seed stream, long dueNanos, int count) {

    Occurrence next(long nextDueNanos) {
      return new Occurrence(entry, name, stream, nextDueNanos, count + 1);
    }
  }
}
