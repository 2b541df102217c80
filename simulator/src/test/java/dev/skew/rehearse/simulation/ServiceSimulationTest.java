package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.at;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Services from one end to the other: users, instances, network, commands, measures. */
class ServiceSimulationTest {

  private static final String SHOP =
      """
      name: shop
      duration: 30s
      topology:
        nodes:
          - { role: service, service: web, count: 2 }
          - { role: service, service: db }
          - { role: client }
      services:
        graph:
          - { name: web }
          - { name: db, concurrency: 4, work: 10ms, stateful: true }
        edges:
          - { from: web, to: db, timeout: 200ms }
      workloads:
        - name: users
          target: services
          open: { rate: 50/s, sessions: 50 }
          mix: { read: 50, write: 50 }
      """;

  @Test
  void oneSeedIsOneHistory() {
    Report first = run(7);
    Report second = run(7);

    assertThat(first.traceHash()).isEqualTo(second.traceHash());
    assertThat(run(8).traceHash()).isNotEqualTo(first.traceHash());
  }

  @Test
  void whereNothingGoesWrongEveryRequestSucceedsAtTheFirstAttempt() {
    Report report = run(1);

    assertThat(report.measures())
        .containsEntry("request-success", 1.0)
        .containsEntry("duplicate-effects", 0.0)
        .containsEntry("wasted-work", 0.0)
        .containsEntry("breaker-open-time", 0.0);
    assertThat(measured(report, "retry-amplification")).isBetween(0.99, 1.0);
    assertThat(measured(report, "goodput")).isBetween(45.0, 55.0);
  }

  @Test
  void whatThereIsNotHasNoMeasure() {
    Report report = run(1);

    assertThat(report.measures())
        .containsKey("request-success")
        .doesNotContainKeys(
            "fork-length",
            "elections",
            "leader-changes",
            "leaders-at-once",
            "split-brain-time",
            "conflicts",
            "transactions-lost");
  }

  @Test
  void anOpenBreakerLetsNothingThroughAndIsTimed() {
    Report report = run(1, at(10, "chaos service breaker --state open --duration 5s"));

    assertThat(report.measures()).containsEntry("breaker-open-time", 5.0);
    assertThat(measured(report, "request-success")).isBetween(0.78, 0.88);
  }

  @Test
  void aGateLetsAShareOfTheUsersIn() {
    Report report = run(1, at(0, "chaos service admit --share 40%"));

    assertThat(measured(report, "request-success")).isBetween(0.2, 0.6);
  }

  @Test
  void whatEndsLeavesNothingBehind() {
    Report report =
        run(
            1,
            at(5, "chaos service slow --service db --factor 3 --duration 5s"),
            at(6, "chaos service timeout --to 10ms --edge web:db --duration 4s"));

    assertThat(report.timeline())
        .extracting(Report.TimelineEntry::text)
        .contains("over: chaos service timeout --to 10ms --edge web:db --duration 4s");
    assertThat(measured(report, "storm-time")).isBetween(5.0, 8.0);
  }

  @Test
  void aRemedyDoesNotCountAsAFault() {
    Report report = run(1, at(10, "chaos service admit --share 10% --duration 15s"));

    assertThat(report.measures()).containsEntry("storm-time", 0.0);
  }

  @Test
  void aServiceThatIsNotThereIsRefusedWithTheNearest() {
    Report report = run(1, at(10, "chaos service slow --service bd --factor 3"));

    assertThat(report.timeline())
        .extracting(Report.TimelineEntry::text)
        .contains(
            "refused: chaos service slow --service bd --factor 3: there is no service bd; did you"
                + " mean db?");
  }

  @Test
  void anInstanceThatCrashesFailsWhatItHadAndComesBackAsConfigured() {
    Report report =
        run(
            1,
            at(5, "chaos service timeout --to 150ms"),
            at(10, "chaos node crash --nodes db-0 --duration 5s"));

    assertThat(measured(report, "request-success")).isBetween(0.7, 0.9);
    assertThat(measured(report, "storm-time")).isBetween(5.0, 10.0);
  }

  private static Report run(long seed, TimedCommand... commands) {
    return play(seed, SHOP, commands);
  }
}
