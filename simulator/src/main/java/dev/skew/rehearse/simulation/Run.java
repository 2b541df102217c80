package dev.skew.rehearse.simulation;

import dev.skew.kernel.Seed;
import dev.skew.kernel.TraceEvent;
import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Invariant;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import dev.skew.world.check.CheckOptions;
import dev.skew.world.check.CheckReport;
import dev.skew.world.check.CheckSuite;
import dev.skew.world.check.StoreView;
import dev.skew.world.check.Violation;
import dev.skew.world.fault.FaultGrammar;
import dev.skew.world.fault.FaultScript;
import dev.skew.world.fault.FaultSyntaxException;
import dev.skew.world.fault.Nemesis;
import dev.skew.world.network.NetworkEvent;
import dev.skew.world.node.NodeActor;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of a scenario, from the first boot to the report. */
final class Run {

  /** How many violations a report holds, of each invariant that is expected to break. */
  private static final int MOST_VIOLATIONS = 50;

  private final RunRequest request;
  private final Scenario scenario;
  private final Cluster cluster;
  private final RunListener listener;
  private final long endNanos;
  private final Verdicts verdicts = new Verdicts();
  private final Observers observers;
  private final Nemesis nemesis;
  private final TimelineWriter timeline = new TimelineWriter();
  private final LastEvents lastEvents = new LastEvents();
  private final Set<Invariant> tolerated = EnumSet.noneOf(Invariant.class);
  private final List<ViolationReport> violations = new ArrayList<>();
  private final List<Judged> judged = new ArrayList<>();
  private final CheckSuite consensusChecks;
  private final @Nullable CheckSuite storeChecks;
  private boolean broken;
  private boolean disturbed;
  private long healedNanos = -1;

  Run(RunRequest request, Cluster cluster, Seed seed, RunListener listener) {
    this.request = request;
    this.scenario = request.scenario();
    this.cluster = cluster;
    this.listener = listener;
    this.endNanos = request.untilNanos().orElse(scenario.duration().toNanos());
    this.observers = new Observers(cluster, scenario, verdicts);
    this.nemesis =
        new Nemesis(cluster.queue(), cluster.trace(), seed, new FaultPort(cluster, seed));
    for (Expectation expectation : scenario.expect()) {
      if (expectation.probe() instanceof Probe.OfInvariant probe
          && probe.verdict() != Expectation.Verdict.HOLDS) {
        tolerated.add(probe.invariant());
      }
    }
    this.consensusChecks =
        judge(
            Workload.Target.CONSENSUS,
            CheckOptions.forConsensus(),
            new EtcdStoreView(cluster.consensus()));
    this.consensusChecks.watch(cluster.consensus());
    StoreObservation store = cluster.store();
    this.storeChecks =
        store == null ? null : judge(Workload.Target.STORE, CheckOptions.forQuorumStore(), store);
    ReplicationObservation replication = cluster.replication();
    if (replication != null) {
      judge(Workload.Target.REPLICAS, CheckOptions.forReplicas(), replication);
      cluster.trace().listen(replication);
    }
    watch();
  }

  /**
   * A store of any kind and who judges it.
   *
   * @param view what is there in the end
   */
  private record Judged(Workload.Target target, CheckSuite checks, StoreView view) {}

  private CheckSuite judge(Workload.Target target, CheckOptions options, StoreView view) {
    CheckSuite checks = new CheckSuite(options, violation -> onViolation(target, violation));
    verdicts.add(target, checks);
    judged.add(new Judged(target, checks, view));
    return checks;
  }

  /** Runs to the end, or to the first broken promise that nobody expected. */
  Report live() {
    nemesis.schedule(scenario.timeline());
    scheduleCommands();
    cluster.clocks().start();
    for (Cluster.Host host : cluster.hosts()) {
      if (!cluster.isOutside(host.id())) {
        host.actor().tell(new NodeActor.Start());
      }
    }
    observers.onEdge(0);
    Set<Long> stops = stops();
    for (long stop : stops) {
      boolean whole = cluster.actors().runUntil(stop);
      if (!whole) {
        checkpoint(cluster.queue().nowNanos());
        break;
      }
      look(stop);
    }
    return report();
  }

  private void watch() {
    for (Judged each : judged) {
      cluster.history(each.target()).observe(each.checks());
      cluster.history(each.target()).observe(observers.history());
    }
    cluster.history(Workload.Target.SERVICES).observe(observers.history());
    cluster.trace().listen(this::onTraceEvent);
    listener.traceListener().ifPresent(cluster.trace()::listen);
    cluster.observe(this::onStepped);
  }

  /** Nearly every event is a delivery: one listener asks once. */
  private void onTraceEvent(long atNanos, TraceEvent event) {
    lastEvents.onTraceEvent(atNanos, event);
    if (event instanceof NetworkEvent.MessageDelivered) {
      observers.onDelivered(atNanos, event);
    } else {
      timeline.onTraceEvent(atNanos, event);
      observers.onTraceEvent(atNanos, event);
    }
  }

  private void onStepped(NodeId node) {
    if (cluster.consensus().server(node) != null) {
      consensusChecks.onNodeChanged(cluster.queue().nowNanos(), node);
    }
    observers.onStepped(node);
  }

  /** Every whole second, every edge of a span, and the end. */
  private Set<Long> stops() {
    TreeSet<Long> stops = new TreeSet<>();
    for (long at = Checkpoint.INTERVAL_NANOS; at < endNanos; at += Checkpoint.INTERVAL_NANOS) {
      stops.add(at);
    }
    for (long edge : observers.edges()) {
      if (edge > 0 && edge < endNanos) {
        stops.add(edge);
      }
    }
    stops.add(endNanos);
    return stops;
  }

  private void look(long atNanos) {
    boolean second = atNanos % Checkpoint.INTERVAL_NANOS == 0;
    if (second || atNanos == endNanos) {
      observers.onSample(atNanos);
      followDisturbance(atNanos);
    }
    observers.onEdge(atNanos);
    if (second || atNanos == endNanos) {
      checkpoint(atNanos);
    }
  }

  private void checkpoint(long atNanos) {
    listener.onCheckpoint(
        new Checkpoint(atNanos, cluster.trace().eventCount(), cluster.trace().hash()));
  }

  private void followDisturbance(long atNanos) {
    CheckSuite checks = storeChecks;
    StoreObservation store = cluster.store();
    if (checks == null || store == null) {
      return;
    }
    long faultNanos = observers.recovery().lastFaultNanos();
    boolean nowDisturbed = nemesis.isDisturbing();
    if (nowDisturbed && !disturbed) {
      checks.onDisturbed(atNanos);
    } else if (!nowDisturbed && faultNanos > healedNanos) {
      // Also after a fault that was over before anybody looked, or that was done at once.
      healedNanos = faultNanos;
      checks.onHealed(faultNanos);
    }
    disturbed = nowDisturbed;
    if (checks.awaitsConvergence()) {
      checks.lookAt(atNanos, store);
    }
  }

  private void scheduleCommands() {
    int number = 0;
    for (TimedCommand command : request.commands()) {
      String id = commandId(number++);
      FaultScript script = parse(command);
      cluster.queue().schedule(command.atNanos(), payload -> nemesis.inject(id, script), null);
    }
  }

  private static String commandId(int number) {
    return "command-" + number;
  }

  private List<String> commandsDue(long atNanos) {
    List<TimedCommand> commands = request.commands();
    return IntStream.range(0, commands.size())
        .filter(number -> commands.get(number).atNanos() <= atNanos)
        .mapToObj(Run::commandId)
        .toList();
  }

  /** Whoever takes commands in has parsed them before, and told who typed them what is wrong. */
  private static FaultScript parse(TimedCommand command) {
    try {
      return FaultGrammar.parse(command.line());
    } catch (FaultSyntaxException e) {
      throw new IllegalArgumentException(command.line() + ": " + e.getMessage(), e);
    }
  }

  private void onViolation(Workload.Target target, Violation violation) {
    Invariant invariant = invariant(violation);
    if (!invariant.isAlwaysJudged() && !isNamed(invariant, target)) {
      return; // a guarantee that nobody asked for: counted, not listed
    }
    boolean fatal = isFatal(invariant);
    timeline.violated(violation);
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(
          new ViolationReport(
              violation.atNanos(),
              violation.invariant(),
              violation.evidence().isEmpty()
                  ? violation.detail()
                  : violation.detail() + "\n" + violation.evidence(),
              fatal && !broken ? lastEvents.lines() : List.of()));
    }
    if (fatal) {
      broken = true;
      cluster.actors().halt();
    }
  }

  /** A broken promise ends the run, unless the scenario expects it or leaves it open. */
  private boolean isFatal(Invariant invariant) {
    return !tolerated.contains(invariant) && invariant.isAlwaysJudged();
  }

  /** Whether the scenario says anything of an invariant where one kind of store is concerned. */
  private boolean isNamed(Invariant invariant, Workload.Target target) {
    for (Expectation expectation : scenario.expect()) {
      Workload.Target about = scenario.targetOf(expectation.workload());
      if (expectation.probe() instanceof Probe.OfInvariant probe
          && probe.invariant() == invariant
          && (about == null || about == target)) {
        return true;
      }
    }
    return false;
  }

  private static Invariant invariant(Violation violation) {
    for (Invariant invariant : Invariant.values()) {
      if (invariant.label().equals(violation.invariant())) {
        return invariant;
      }
    }
    throw new AssertionError("no invariant " + violation.invariant());
  }

  private Report report() {
    long atNanos = cluster.queue().nowNanos();
    boolean stopped = broken;
    if (!stopped) {
      judged.forEach(each -> each.checks().finish(atNanos, each.view()));
    }
    List<Report.ExpectationResult> results = observers.judge(stopped, atNanos);
    boolean met = results.stream().noneMatch(Report.ExpectationResult::failsTheRun);
    Map<String, Number> measures = observers.measures(atNanos);
    for (CheckReport report : verdicts.all()) {
      measures.merge(
          report.checker() + "-violations",
          report.violationCount(),
          (one, other) -> one.longValue() + other.longValue());
    }
    return new Report(
        scenario.name(),
        request.seed(),
        met && !broken ? Report.Verdict.PASSED : Report.Verdict.FAILED,
        cluster.trace().hash(),
        atNanos,
        cluster.trace().eventCount(),
        cluster.queue().ranCount(),
        results,
        violations,
        observers.criteria(!stopped, atNanos, nemesis, commandsDue(atNanos)),
        measures,
        timeline.entries(atNanos));
  }
}
