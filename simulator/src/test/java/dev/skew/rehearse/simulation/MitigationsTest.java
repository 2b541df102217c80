package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.at;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What operators set to keep clients served, from the command to what clients see. */
class MitigationsTest {

  private static final String STORE =
      """
      name: carts
      duration: 40s
      topology:
        nodes:
          - { role: store, count: 3 }
          - { role: client }
      store:
        keyspaces:
          - { name: carts, versioning: vector-clock }
        writeTimeout: 100ms
        readTimeout: 100ms
      workloads:
        - name: carts
          target: store
          open: { rate: 30/s, sessions: 100 }
          keys: { keyspace: carts, count: 50 }
          mix: { quorum: 50, write: 50 }
          requests: { timeout: 500ms }
          start: 3s
          stop: 25s
      """;

  private static final String SHOP =
      """
      name: shop
      duration: 30s
      topology:
        nodes:
          - { role: service, service: web, count: 2 }
          - { role: service, service: cart, count: 2 }
          - { role: service, service: db }
          - { role: client }
      services:
        default: { concurrency: 500, queue: 500 }
        graph:
          - { name: web }
          - { name: cart }
          - { name: db, work: 40ms, stateful: true }
        edges:
          - { from: web, to: cart, timeout: 1s, retry: { attempts: 0 } }
          - { from: cart, to: db, timeout: 1s, retry: { attempts: 0 } }
      workloads:
        - name: users
          target: services
          open: { rate: 20/s, sessions: 50 }
          mix: { read: 50, write: 50 }
          requests: { timeout: 10s, retries: 0 }
          stop: 25s
      """;

  private static final String SLOW_LINKS = "chaos network delay --nodes role:store --latency 60ms";

  /** A write takes two delays there and two back, of a link that is slow at both ends. */
  @Test
  void coordinatorsThatWaitLongerAcknowledgeWhatTheyGaveUp() {
    Report patient =
        play(
            STORE,
            at(2, SLOW_LINKS),
            at(2, "chaos store timeout --factor 3"),
            at(2, "chaos client timeout --name carts --factor 3"));
    Report hasty = play(STORE, at(2, SLOW_LINKS));

    assertThat(measured(hasty, "write-availability")).isZero();
    assertThat(measured(patient, "write-availability")).isEqualTo(1);
  }

  @Test
  void clientsThatWaitNoLongerThanBeforeHaveGivenUpMeanwhile() {
    Report report =
        play(
            STORE,
            at(2, "chaos network delay --nodes role:store --latency 200ms"),
            at(2, "chaos store timeout --factor 20"));

    assertThat(measured(report, "write-availability")).isZero();
  }

  @Test
  void whatEndsLeavesTheTimeoutsAsTheyWere() {
    Report report =
        play(
            STORE,
            at(2, "chaos store timeout --factor 3 --duration 8s"),
            at(2, "chaos client timeout --factor 3 --duration 8s"),
            at(12, SLOW_LINKS));

    assertThat(measured(report, "operations-unknown")).isGreaterThan(100);
    assertThat(measured(report, "write-p99")).isLessThan(0.1);
  }

  @Test
  void aNodeThatStartsMeanwhileWaitsAsLongAsTheOthers() {
    Report report =
        play(
            STORE,
            at(0, "chaos node crash --nodes store-0 --duration 1500ms"),
            at(1, "chaos store timeout --factor 3"),
            at(1, "chaos client timeout --factor 3"),
            at(2, SLOW_LINKS));

    assertThat(measured(report, "operations-unknown")).isZero();
  }

  @Test
  void nobodyAsksANodeThatIsCordoned() {
    String stuck = "chaos node pause --nodes store-0 --duration 20s";
    Report asked = play(STORE, at(5, stuck));
    Report cordoned = play(STORE, at(4, "chaos node cordon --nodes store-0"), at(5, stuck));

    assertThat(measured(asked, "operations-unknown")).isGreaterThan(100);
    assertThat(measured(cordoned, "operations-unknown")).isZero();
  }

  @Test
  void aNodeIsAskedAgainWhenItsCordonIsLifted() {
    Report report =
        play(
            STORE,
            at(4, "chaos node cordon --nodes store-0"),
            at(8, "chaos node uncordon --nodes store-0"),
            at(9, "chaos node pause --nodes store-0 --duration 15s"));

    assertThat(measured(report, "operations-unknown")).isGreaterThan(100);
  }

  @Test
  void whereAllAreCordonedAnyIsAsked() {
    Report report = play(STORE, at(4, "chaos node cordon --nodes role:store"));

    assertThat(measured(report, "write-availability")).isEqualTo(1);
  }

  @Test
  void callersOfAServiceChooseAnotherInstance() {
    String stuck = "chaos node pause --nodes cart-0 --duration 15s";
    Report asked = play(SHOP, at(5, stuck));
    Report cordoned = play(SHOP, at(4, "chaos node cordon --nodes cart-0"), at(5, stuck));

    assertThat(measured(asked, "request-success")).isLessThan(0.8);
    assertThat(measured(cordoned, "request-success")).isEqualTo(1);
  }

  @Test
  void callersThatWaitLongerOutlastASlowService() {
    String slow = "chaos service slow --service db --factor 35";
    Report hasty = play(SHOP, at(5, slow));
    Report patient = play(SHOP, at(4, "chaos service patience --factor 2"), at(5, slow));

    assertThat(measured(hasty, "request-success")).isLessThan(0.4);
    assertThat(measured(patient, "request-success")).isEqualTo(1);
  }

  /** The gateway gets a second and a half for what may take one second below it. */
  @Test
  void aTimeoutBudgetIsTheSumOfWhatIsBelowAndAMargin() {
    String slow = "chaos service slow --service db --factor 22";
    String tight = "chaos service timeout --edge web:cart --to 500ms";
    Report upsideDown = play(SHOP, at(4, tight), at(5, slow));
    Report budgeted = play(SHOP, at(4, tight), at(4, "chaos service timeout-budget"), at(5, slow));
    Report tooLate =
        play(
            SHOP,
            at(4, "chaos service timeout-budget"),
            at(5, "chaos service slow --service db --factor 30"));

    assertThat(measured(upsideDown, "request-success")).isLessThan(0.4);
    assertThat(measured(budgeted, "request-success")).isEqualTo(1);
    assertThat(measured(tooLate, "request-success")).isLessThan(0.4);
  }
}
