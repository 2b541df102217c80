package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.world.fault.Nemesis;
import dev.skew.world.node.StepObserver;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.HistoryObserver;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All who look on during a run and measure: one judge an expectation, one meter a measure. */
final class Observers implements StepObserver {

  /** Measures that every report holds, whatever its scenario expects. */
  private static final List<Measure> REPORTED =
      List.of(
          Measure.OPERATIONS,
          Measure.OPERATIONS_FAILED,
          Measure.OPERATIONS_UNKNOWN,
          Measure.WRITE_AVAILABILITY,
          Measure.READ_AVAILABILITY,
          Measure.LONGEST_WRITE_GAP,
          Measure.WRITE_P50,
          Measure.WRITE_P99,
          Measure.READ_P50,
          Measure.READ_P99,
          Measure.ACKNOWLEDGED_WRITES_LOST,
          Measure.DATA_LOSS,
          Measure.RECOVERY_TIME);

  /** And those that it holds where there is a consensus group. */
  private static final List<Measure> REPORTED_OF_CONSENSUS =
      List.of(
          Measure.LEADER_CHANGES,
          Measure.ELECTIONS,
          Measure.LEADERS_AT_ONCE,
          Measure.SPLIT_BRAIN_TIME,
          Measure.FORK_LENGTH);

  /** And those that it holds where there is a quorum store. */
  private static final List<Measure> REPORTED_OF_STORES =
      List.of(Measure.CONFLICTS, Measure.UNRESOLVED_CONFLICTS, Measure.CONFLICTS_RESOLVED);

  /** And those that it holds where there are asynchronous replicas. */
  private static final List<Measure> REPORTED_OF_REPLICAS =
      List.of(
          Measure.REPLICA_LAG_MAX,
          Measure.TRANSACTIONS_LOST,
          Measure.DIVERGED_REPLICAS,
          Measure.REPLICAS_BROKEN);

  /** And those that it holds where there are services. */
  private static final List<Measure> REPORTED_OF_SERVICES =
      List.of(
          Measure.REQUEST_SUCCESS,
          Measure.CRITICAL_SUCCESS,
          Measure.REQUEST_P50,
          Measure.REQUEST_P99,
          Measure.GOODPUT,
          Measure.RETRY_AMPLIFICATION,
          Measure.ATTEMPT_SUCCESS,
          Measure.WASTED_WORK,
          Measure.BREAKER_OPEN_TIME,
          Measure.DUPLICATE_EFFECTS,
          Measure.STORM_TIME);

  private final Cluster cluster;
  private final Meters.Watches watches;
  private final Verdicts verdicts;
  private final List<ExpectationJudge> judges = new ArrayList<>();
  private final Map<Measure, Meter> reported = new EnumMap<>(Measure.class);
  private final List<Meter> meters;
  private final DegradationMeter degradation;
  private final AuditTrail audit = new AuditTrail();

  // Nearly every trace event is a delivered message, which nearly nobody wants to see.
  private final List<Meter> tracingMeters = new ArrayList<>();
  private final List<ExpectationJudge> tracingJudges = new ArrayList<>();
  private final List<ExpectationJudge> deliveryJudges = new ArrayList<>();

  Observers(Cluster cluster, Scenario scenario, Verdicts verdicts) {
    this.cluster = cluster;
    this.verdicts = verdicts;
    this.watches =
        new Meters.Watches(
            new LeadershipWatch(),
            new SidesWatch(cluster),
            new RecoveryWatch(cluster),
            new StormWatch(cluster),
            new LieWatch());
    Meters makes = new Meters(cluster, watches, verdicts);
    for (Expectation expectation : scenario.expect()) {
      judges.add(judge(expectation, makes, verdicts, scenario));
    }
    for (Measure measure : reported(cluster)) {
      reported.put(measure, makes.of(measure));
    }
    degradation =
        new DegradationMeter(DegradationMeter.byRole(cluster), DegradationMeter::degradedSeconds);
    reported.put(Measure.DEGRADED_TIME, degradation);
    meters = List.copyOf(reported.values());
    subscribe();
    watches.leadership().listen(this::onClaimants);
  }

  /** What there is not has no measure. */
  private static List<Measure> reported(Cluster cluster) {
    List<Measure> measures = new ArrayList<>(REPORTED);
    if (!cluster.consensus().members().isEmpty()) {
      measures.addAll(REPORTED_OF_CONSENSUS);
    }
    if (cluster.store() != null) {
      measures.addAll(REPORTED_OF_STORES);
    }
    if (cluster.replication() != null) {
      measures.addAll(REPORTED_OF_REPLICAS);
    }
    if (cluster.services() != null) {
      measures.addAll(REPORTED_OF_SERVICES);
    }
    return measures;
  }

  private void subscribe() {
    for (Meter meter : meters) {
      if (meter.interest() != Meter.Interest.NONE) {
        tracingMeters.add(meter);
      }
    }
    for (ExpectationJudge judge : judges) {
      if (judge.interest() != Meter.Interest.NONE) {
        tracingJudges.add(judge);
      }
      if (judge.interest() == Meter.Interest.ALL) {
        deliveryJudges.add(judge);
      }
    }
  }

  RecoveryWatch recovery() {
    return watches.recovery();
  }

  /** The instants at which a span begins or ends, so that the run stops there for a moment. */
  List<Long> edges() {
    List<Long> edges = new ArrayList<>();
    for (ExpectationJudge judge : judges) {
      edges.add(judge.startNanos());
      edges.add(judge.endNanos());
    }
    return edges;
  }

  /** Sees what the clients of a workload's store ask. */
  HistoryObserver history() {
    return new HistoryObserver() {
      @Override
      public void onInvoked(Invocation invocation) {
        Observers.this.onInvoked(invocation);
      }

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        Observers.this.onCompleted(invocation, completion);
      }
    };
  }

  /** Everything due at this instant has happened. */
  void onEdge(long atNanos) {
    for (ExpectationJudge judge : judges) {
      if (judge.endNanos() <= atNanos) {
        judge.end(atNanos);
      } else if (judge.startNanos() == atNanos) {
        judge.begin();
      }
    }
  }

  /** A virtual second has passed. */
  void onSample(long atNanos) {
    watches.recovery().onSample(atNanos);
    watches.storm().onSample(atNanos);
    for (Meter meter : meters) {
      meter.onSample(atNanos);
    }
    for (ExpectationJudge judge : judges) {
      judge.meterAt(atNanos).onSample(atNanos);
      judge.sample(atNanos);
    }
  }

  List<Report.ExpectationResult> judge(boolean stopped, long atNanos) {
    return judges.stream().map(judge -> judge.judge(stopped, atNanos)).toList();
  }

  /** What every report holds, by name; without what is infinite. */
  Map<String, Number> measures(long atNanos) {
    Map<String, Number> values = new java.util.LinkedHashMap<>();
    values.put(Measure.FAILED_TIME.label(), degradation.failedSeconds());
    reported.forEach(
        (measure, meter) -> {
          double value = meter.value(atNanos);
          if (!Double.isInfinite(value)) {
            values.put(measure.label(), value);
          }
        });
    return values;
  }

  /**
   * The five criteria, in the order in which they are always told.
   *
   * @param isFinal whether the run got to its end
   * @param asked ids of the operator's commands that were due
   */
  List<Criterion> criteria(boolean isFinal, long atNanos, Nemesis nemesis, List<String> asked) {
    return List.of(
        Criteria.dataLoss(verdicts.loss(isFinal)),
        Criteria.conflicts(
            (long) value(Measure.CONFLICTS, atNanos), value(Measure.CONFLICTS_RESOLVED, atNanos)),
        Criteria.degradation(
            degradation.askedSeconds(), degradation.degradedSeconds(), degradation.failedSeconds()),
        Criteria.recovery(watches.recovered(nemesis.isFaultInForce(), atNanos)),
        Criteria.audit(audit.compare(nemesis.deeds(), asked)));
  }

  /** What there is not to be measured is none. */
  private double value(Measure measure, long atNanos) {
    Meter meter = reported.get(measure);
    return meter == null ? 0 : meter.value(atNanos);
  }

  /** A message was delivered: nearly every event, and nearly nobody wants to see it. */
  void onDelivered(long atNanos, TraceEvent event) {
    tell(deliveryJudges, atNanos, event);
  }

  /** Anything else happened. */
  void onTraceEvent(long atNanos, TraceEvent event) {
    watches.leadership().onTraceEvent(atNanos, event);
    watches.sides().onTraceEvent(atNanos, event);
    watches.recovery().onTrace(atNanos, event);
    audit.onTrace(atNanos, event);
    watches.storm().onTrace(atNanos, event);
    watches.lies().onTrace(atNanos, event);
    for (int i = 0; i < tracingMeters.size(); i++) {
      tracingMeters.get(i).onTrace(atNanos, event);
    }
    tell(tracingJudges, atNanos, event);
  }

  private static void tell(List<ExpectationJudge> whom, long atNanos, TraceEvent event) {
    for (int i = 0; i < whom.size(); i++) {
      whom.get(i).meterAt(atNanos).onTrace(atNanos, event);
    }
  }

  @Override
  public void onStepped(NodeId node) {
    for (int i = 0; i < judges.size(); i++) {
      judges.get(i).meterAt(cluster.queue().nowNanos()).onStepped(node);
    }
  }

  private void onClaimants(long atNanos, int count) {
    for (Meter meter : meters) {
      meter.onClaimants(atNanos, count);
    }
    for (ExpectationJudge judge : judges) {
      judge.meterAt(atNanos).onClaimants(atNanos, count);
    }
  }

  private void onInvoked(Invocation invocation) {
    if (invocation.operation().isWrite()) {
      cluster.writeAsked(invocation.node());
    }
    for (int i = 0; i < meters.size(); i++) {
      meters.get(i).onInvoked(invocation);
    }
    for (int i = 0; i < judges.size(); i++) {
      ExpectationJudge judge = judges.get(i);
      if (concerns(judge, invocation)) {
        judge.meterAt(invocation.invokedNanos()).onInvoked(invocation);
      }
    }
  }

  private void onCompleted(Invocation invocation, Completion completion) {
    watches.recovery().onCompleted(invocation, completion);
    watches.storm().onCompleted(invocation, completion);
    for (int i = 0; i < meters.size(); i++) {
      meters.get(i).onCompleted(invocation, completion);
    }
    for (int i = 0; i < judges.size(); i++) {
      ExpectationJudge judge = judges.get(i);
      if (concerns(judge, invocation)) {
        judge.meterAt(completion.atNanos()).onCompleted(invocation, completion);
      }
    }
  }

  /** A client's name begins with that of its workload. */
  private static boolean concerns(ExpectationJudge judge, Invocation invocation) {
    String workload = judge.expectation().workload();
    return workload == null || invocation.client().name().startsWith(workload + "-");
  }

  private static ExpectationJudge judge(
      Expectation expectation, Meters meters, Verdicts verdicts, Scenario scenario) {
    Meter meter = atNanos -> 0;
    if (expectation.probe() instanceof Probe.OfMeasure probe) {
      meter = meters.of(probe.measure());
    } else if (expectation.probe() instanceof Probe.OfEvent probe) {
      meter =
          ConsensusMeters.events(Meter.Interest.ALL, new EventFilter(probe.kind(), probe.where()));
    }
    ExpectationJudge judge = new ExpectationJudge(expectation, meter, verdicts, scenario);
    if (expectation.probe() instanceof Probe.OfMeasure probe
        && probe.measure() == Measure.COMMIT_WAIT_GROWTH) {
      judge.compareWith(meters.of(probe.measure()));
    }
    return judge;
  }
}
