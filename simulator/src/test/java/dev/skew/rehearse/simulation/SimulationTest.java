package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final String HEALTHY =
      """
      name: healthy
      description: nothing happens
      start: 2026-11-01T09:00:00Z
      duration: 30s
      topology:
        nodes:
          - { role: etcd, count: 3 }
          - { role: store, count: 3 }
          - { role: client, count: 1 }
      workloads:
        - name: config
          target: consensus
          open: { rate: 50/s, sessions: 5 }
          keys: { count: 20 }
          mix: { linearizable: 50, write: 50 }
          start: 3s
        - name: carts
          target: store
          open: { rate: 50/s, sessions: 5 }
          keys: { count: 20 }
          mix: { quorum: 50, write: 50 }
          start: 3s
      """;

  private static final String CRASH =
      """
      timeline:
        - at: 10s
          fault: chaos node crash --nodes leader --duration 5s
      expect:
        - measure: leader-changes
          comparator: equal
          value: 1
        - event: machine-changed
          where: { status: down }
          comparator: equal
          value: 1
        - invariant: linearizability
      """;

  private static final String APART =
      """
      name: apart
      description: nobody repairs what a cut leaves apart
      start: 2026-11-01T09:00:00Z
      duration: 6m
      topology:
        nodes:
          - { role: store, count: 3 }
          - { role: client, count: 1 }
      store:
        keyspaces:
          - { name: carts, versioning: vector-clock, replicas: 3, writeQuorum: 1, readQuorum: 1 }
        repair: { readRepair: false, hintedHandoff: false, antiEntropy: 0s }
      workloads:
        - name: carts
          target: store
          open: { rate: 50/s, sessions: 5 }
          keys: { keyspace: carts, count: 20 }
          mix: { write: 100 }
          start: 3s
          stop: 19s
      timeline:
        - at: 2s
          fault: chaos time jump --by +1s --nodes store-1
        - at: 10s
          fault: chaos network partition --nodes store-0 --duration 10s
      expect:
        - invariant: convergence
          verdict: violated
      """;

  @Test
  void aHealthyClusterAnswersEverybody() throws ScenarioException {
    Report report = run(HEALTHY, 7);

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(report.violations()).isEmpty();
    assertThat(criterion(report, "operations")).isGreaterThan(2_000);
    assertThat(criterion(report, "operations-unknown")).isZero();
    assertThat(criterion(report, "leader-changes")).isZero();
  }

  @Test
  void theClusterOutlivesItsLeader() throws ScenarioException {
    Report report = run(HEALTHY + CRASH, 3);

    assertThat(report.expectations())
        .allSatisfy(expectation -> assertThat(expectation.met()).as(expectation.what()).isTrue());
    assertThat(report.timeline()).anyMatch(line -> line.text().contains("is down"));
  }

  @Test
  void equalRequestsHaveEqualHistories() throws ScenarioException {
    Report first = run(HEALTHY + CRASH, 11);
    Report second = run(HEALTHY + CRASH, 11);
    Report other = run(HEALTHY + CRASH, 12);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.events()).isEqualTo(first.events());
    assertThat(other.traceHash()).isNotEqualTo(first.traceHash());
  }

  @Test
  void aClockThatWasSetIsNoFaultThatReplicasMayWaitFor() throws ScenarioException {
    Report report = run(APART, 1);

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(report.expectations().get(0).detail()).contains("though faults ended at 20.0");
  }

  @Test
  void watchingChangesNothing() throws ScenarioException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    RunListener watcher =
        new RunListener() {
          @Override
          public void onCheckpoint(Checkpoint checkpoint) {
            checkpoints.add(checkpoint);
          }

          @Override
          public Optional<dev.skew.kernel.TraceListener> traceListener() {
            return Optional.of((atNanos, event) -> LastEvents.render(event));
          }
        };

    Report watched = new Simulation().run(RunRequest.of(scenario(HEALTHY + CRASH), 5), watcher);
    Report unwatched = run(HEALTHY + CRASH, 5);

    assertThat(watched.traceHash()).isEqualTo(unwatched.traceHash());
    assertThat(checkpoints).hasSize(30);
    assertThat(checkpoints.get(29).hash()).isEqualTo(watched.traceHash());
  }

  @Test
  void aFaultAddedLaterLeavesWhatCameBeforeAsItWas() throws ScenarioException {
    String later =
        CRASH.replace(
            "expect:", "  - at: 20s\n    fault: chaos network loss --probability 20%\nexpect:");
    List<Checkpoint> without = checkpoints(HEALTHY + CRASH);
    List<Checkpoint> with = checkpoints(HEALTHY + later);

    assertThat(with.subList(0, 19)).isEqualTo(without.subList(0, 19));
    assertThat(with.get(24)).isNotEqualTo(without.get(24));
  }

  private static List<Checkpoint> checkpoints(String text) throws ScenarioException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    Report unused =
        new Simulation()
            .run(
                RunRequest.of(scenario(text), 9),
                new RunListener() {
                  @Override
                  public void onCheckpoint(Checkpoint checkpoint) {
                    checkpoints.add(checkpoint);
                  }
                });
    assertThat(unused.events()).isPositive();
    return checkpoints;
  }

  private static double criterion(Report report, String name) {
    return Objects.requireNonNull(report.measures().get(name), name).doubleValue();
  }

  private static Report run(String text, long seed) throws ScenarioException {
    return new Simulation().run(RunRequest.of(scenario(text), seed), RunListener.NONE);
  }

  private static Scenario scenario(String text) throws ScenarioException {
    return ScenarioReader.read("test.yaml", text);
  }
}
