package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.Criteria.Loss;
import dev.skew.rehearse.simulation.Criteria.Recovery;
import dev.skew.rehearse.simulation.Criterion.Judgement;
import dev.skew.world.fault.Deed;
import dev.skew.world.fault.FaultCommand;
import dev.skew.world.fault.FaultEvent;
import dev.skew.world.fault.NodeFault;
import dev.skew.world.fault.NodeSelector;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CriteriaTest {

  private static final String QUIET =
      """
      name: quiet
      duration: 30s
      topology:
        nodes:
          - { role: etcd, count: 3 }
          - { role: client, count: 1 }
      workloads:
        - name: config
          target: consensus
          open: { rate: 50/s, sessions: 5 }
          keys: { count: 20000 }
          mix: { linearizable: 50, write: 50 }
          start: 3s
          stop: 25s
      """;

  private static final String FORGETFUL =
      """
      consensus:
        unsafe: { fsyncSkipped: true }
      timeline:
        - { at: 10s, fault: chaos node crash --nodes all --kind power --duration 2s }
      expect:
        - { invariant: acknowledged-writes, verdict: open }
        - { invariant: linearizability, verdict: open }
        - { invariant: one-leader-per-term, verdict: open }
        - { invariant: log-matching, verdict: open }
        - { invariant: committed-agreement, verdict: open }
        - { invariant: commit-monotone, verdict: open }
        - { invariant: leader-completeness, verdict: open }
      """;

  private static final NodeId NODE = new NodeId(0, "etcd-0");
  private static final FaultCommand PAUSE =
      FaultCommand.of(new NodeFault.Pause(), NodeSelector.ALL);

  @Test
  void oneLostWriteIsDataLoss() {
    Criterion none = Criteria.dataLoss(new Loss(true, 10_000, 0, 3));
    Criterion one = Criteria.dataLoss(new Loss(true, 10_000, 1, 0));

    assertThat(none.judgement()).isEqualTo(Judgement.MET);
    assertThat(none.figures()).containsEntry("unjudged", 3L);
    assertThat(one.judgement()).isEqualTo(Judgement.NOT_MET);
    assertThat(one.figures()).containsEntry("lost", 1L).containsEntry("share", 0.0001);
  }

  @Test
  void lossIsNotJudgedWhereNobodyCanTell() {
    assertThat(Criteria.dataLoss(new Loss(true, 0, 0, 0)).judgement())
        .isEqualTo(Judgement.NOT_APPLICABLE);
    assertThat(Criteria.dataLoss(new Loss(false, 10, 0, 0)).judgement())
        .isEqualTo(Judgement.NOT_APPLICABLE);
    assertThat(Criteria.dataLoss(new Loss(true, 10, 0, 10)).judgement())
        .isEqualTo(Judgement.NOT_APPLICABLE);
  }

  @Test
  void ninetyNineOfAHundredConflictsMustResolveThemselves() {
    assertThat(Criteria.conflicts(100, 0.99).judgement()).isEqualTo(Judgement.MET);
    assertThat(Criteria.conflicts(100, 0.98).judgement()).isEqualTo(Judgement.NOT_MET);
    assertThat(Criteria.conflicts(0, 1).judgement()).isEqualTo(Judgement.NOT_APPLICABLE);
  }

  @Test
  void oneSecondOfFailureIsFailure() {
    assertThat(Criteria.degradation(60, 59, 0).judgement()).isEqualTo(Judgement.MET);
    assertThat(Criteria.degradation(60, 59, 1).judgement()).isEqualTo(Judgement.NOT_MET);
    assertThat(Criteria.degradation(0, 0, 0).judgement()).isEqualTo(Judgement.NOT_APPLICABLE);
  }

  @Test
  void recoveryHasFiveMinutesAndNoHelp() {
    assertThat(recovery(299, 400, false, false)).isEqualTo(Judgement.MET);
    assertThat(recovery(300, 400, false, false)).isEqualTo(Judgement.NOT_MET);
    assertThat(recovery(10, 400, false, true)).isEqualTo(Judgement.NOT_MET);
    assertThat(recovery(Double.POSITIVE_INFINITY, 300, false, false)).isEqualTo(Judgement.NOT_MET);
  }

  @Test
  void recoveryIsNotJudgedBeforeItCouldHaveFailed() {
    assertThat(recovery(Double.POSITIVE_INFINITY, 299, false, false))
        .isEqualTo(Judgement.NOT_APPLICABLE);
    assertThat(recovery(Double.POSITIVE_INFINITY, 400, true, false))
        .isEqualTo(Judgement.NOT_APPLICABLE);
    assertThat(Criteria.recovery(new Recovery(false, false, 0, 0, false)).judgement())
        .isEqualTo(Judgement.NOT_APPLICABLE);
  }

  @Test
  void auditTrailMissesWhatTheTraceDoesNotHaveAsItWas() {
    AuditTrail trail = new AuditTrail();
    trail.onTrace(5, new FaultEvent.Injected("a", PAUSE, List.of(NODE)));
    trail.onTrace(9, new FaultEvent.Cleared("a", PAUSE, List.of(NODE)));
    Deed began = new Deed(5, Deed.Kind.BEGAN, "a", "chaos node pause --nodes all", List.of(NODE));
    Deed ended = new Deed(9, Deed.Kind.ENDED, "a", "chaos node pause --nodes all", List.of(NODE));
    Deed later = new Deed(10, Deed.Kind.ENDED, "a", "chaos node pause --nodes all", List.of(NODE));

    AuditTrail.Findings whole = trail.compare(List.of(began, ended), List.of("a"));
    AuditTrail.Findings otherInstant = trail.compare(List.of(began, later), List.of());
    AuditTrail.Findings unheard = trail.compare(List.of(began, ended), List.of("command-0"));

    assertThat(whole).isEqualTo(new AuditTrail.Findings(1, 1, 0, 0, 0));
    assertThat(otherInstant).isEqualTo(new AuditTrail.Findings(1, 1, 0, 1, 1));
    assertThat(unheard.missing()).isEqualTo(1);
    assertThat(Criteria.audit(whole).judgement()).isEqualTo(Judgement.MET);
    assertThat(Criteria.audit(otherInstant).judgement()).isEqualTo(Judgement.NOT_MET);
  }

  @Test
  void runWithoutFaultsLosesNothingAndHasNothingToRecoverFrom() throws ScenarioException {
    Report report = run(QUIET, List.of());

    assertThat(report.criteria())
        .extracting(Criterion::name, Criterion::judgement)
        .containsExactly(
            tuple("no-data-loss", Judgement.MET),
            tuple("conflicts-resolved", Judgement.NOT_APPLICABLE),
            tuple("degradation-not-failure", Judgement.MET),
            tuple("automatic-recovery", Judgement.NOT_APPLICABLE),
            tuple("audit-trail", Judgement.NOT_APPLICABLE));
    assertThat(report.measures()).containsEntry("failed-time", 0.0);
  }

  @Test
  void runThatForgetsAcknowledgedWritesDoesNotMeetTheFirstCriterion() throws ScenarioException {
    Report report = run(QUIET + FORGETFUL, List.of());

    Criterion loss = report.criteria().get(0);
    assertThat(loss.judgement()).isEqualTo(Judgement.NOT_MET);
    assertThat(loss.figures().get("lost"))
        .isEqualTo(
            Objects.requireNonNull(report.measures().get("acknowledged-writes-lost")).longValue());
    assertThat(judgement(report, "degradation-not-failure")).isEqualTo(Judgement.NOT_MET);
    assertThat(judgement(report, "automatic-recovery")).isEqualTo(Judgement.MET);
    assertThat(judgement(report, "audit-trail")).isEqualTo(Judgement.MET);
  }

  @Test
  void restartByAnOperatorEndsACrashInTheTraceToo() throws ScenarioException {
    Report report =
        run(
            QUIET,
            List.of(
                new TimedCommand(10 * SimTime.SECOND, "chaos node crash --nodes etcd-1"),
                new TimedCommand(15 * SimTime.SECOND, "chaos node restart --nodes etcd-1")));

    Criterion audit = report.criteria().get(4);
    assertThat(audit.judgement()).isEqualTo(Judgement.MET);
    assertThat(audit.figures()).containsEntry("faults", 2L).containsEntry("ended", 1L);
    assertThat(report.timeline())
        .anyMatch(line -> line.text().startsWith("over: chaos node crash"));
  }

  private static Report run(String text, List<TimedCommand> commands) throws ScenarioException {
    return new Simulation()
        .run(
            new RunRequest(
                ScenarioReader.read("test.yaml", text), 7, commands, OptionalLong.empty()),
            RunListener.NONE);
  }

  private static Judgement recovery(
      double seconds, double watched, boolean inForce, boolean remedied) {
    return Criteria.recovery(new Recovery(true, inForce, seconds, watched, remedied)).judgement();
  }

  private static Judgement judgement(Report report, String name) {
    return report.criteria().stream()
        .filter(criterion -> criterion.name().equals(name))
        .findFirst()
        .orElseThrow()
        .judgement();
  }
}
