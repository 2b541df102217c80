package dev.skew.serve.cli;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.rehearse.simulation.Checkpoint;
import dev.skew.rehearse.simulation.Criterion;
import dev.skew.rehearse.simulation.Criterion.Judgement;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Level;
import dev.skew.rehearse.simulation.Report.Scope;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.SimulationRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A world in which nothing happens but what a test wants to see reported. */
final class FakeWorld implements SimulationRunner {

  private static final long SECOND_NANOS = 1_000_000_000L;

  static final String SCENARIO =
      """
      name: quiet
      duration: 3s
      topology:
        nodes:
          - { role: etcd, count: 3 }
      """;

  private final Set<Long> brokenSeeds = new TreeSet<>();
  private final Set<Long> luckySeeds = new TreeSet<>();
  private boolean expectsLuck;
  private long hashShift;

  /** Promises are broken in the histories of these seeds. */
  FakeWorld breaksAt(long... seeds) {
    for (long seed : seeds) {
      brokenSeeds.add(seed);
    }
    return this;
  }

  /** Something is to happen in some run; it does in those of these seeds. */
  FakeWorld expectsLuckAndHasItAt(long... seeds) {
    expectsLuck = true;
    for (long seed : seeds) {
      luckySeeds.add(seed);
    }
    return this;
  }

  /** From this virtual second on, history is another one. */
  FakeWorld changedFromSecond(long second) {
    hashShift = second;
    return this;
  }

  static Path scenarioIn(Path folder) throws IOException {
    return Files.writeString(folder.resolve("quiet.yaml"), SCENARIO);
  }

  @Override
  public Report run(RunRequest request, RunListener listener) {
    long endNanos = request.untilNanos().orElse(request.scenario().duration().toNanos());
    listener
        .traceListener()
        .ifPresent(trace -> trace.onTraceEvent(1_500_000_000L, new Happened(request.seed())));
    for (long at = SECOND_NANOS; at <= endNanos; at += SECOND_NANOS) {
      listener.onCheckpoint(new Checkpoint(at, at / SECOND_NANOS, hash(request.seed(), at)));
    }
    boolean broken = brokenSeeds.contains(request.seed());
    return new Report(
        request.scenario().name(),
        request.seed(),
        broken ? Report.Verdict.FAILED : Report.Verdict.PASSED,
        hash(request.seed(), endNanos),
        endNanos,
        12_345,
        23_456,
        expectations(request.seed(), broken),
        broken ? List.of(violation()) : List.of(),
        criteria(broken),
        Map.of("leader-changes", 2, "write-availability", 0.975),
        List.of(
            new TimelineEntry(250_000_000L, Level.NOTE, "etcd-1 leads in term 2"),
            new TimelineEntry(1_000_000_000L, Level.FAULT, "chaos network partition"),
            new TimelineEntry(2_000_000_000L, Level.HEAL, "over: chaos network partition")));
  }

  private static List<Criterion> criteria(boolean broken) {
    return List.of(
        new Criterion(
            "no-data-loss",
            "no permanent data loss",
            broken ? Judgement.NOT_MET : Judgement.MET,
            broken ? "1 of 8 acknowledged writes lost" : "0 of 8 acknowledged writes lost",
            Map.of("lost", broken ? 1 : 0)),
        new Criterion(
            "conflicts-resolved",
            "conflicts resolve themselves",
            Judgement.NOT_APPLICABLE,
            "there was no conflict",
            Map.of()));
  }

  private List<ExpectationResult> expectations(long seed, boolean broken) {
    ExpectationResult always =
        new ExpectationResult(
            "leader-changes at most 3", !broken, broken ? "was 4" : "was 2", Scope.EVERY_SEED);
    boolean lucky = luckySeeds.contains(seed);
    ExpectationResult sometimes =
        new ExpectationResult("a split brain is seen", lucky, "", Scope.SOME_SEED);
    return expectsLuck ? List.of(always, sometimes) : List.of(always);
  }

  private static ViolationReport violation() {
    return new ViolationReport(
        2_750_000_000L, "one-leader-per-term", "etcd-0 and etcd-2 in 4", List.of("2.7 vote"));
  }

  private String hash(long seed, long atNanos) {
    boolean shifted = hashShift > 0 && atNanos >= hashShift * SECOND_NANOS;
    return String.format("%08x%08x", seed, atNanos / SECOND_NANOS + (shifted ? 1000 : 0));
  }

  /** The only event of this world. */
  record Happened(long seed) implements TraceEvent {

    @Override
    public String kind() {
      return "happened";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("seed", seed);
    }
  }
}
