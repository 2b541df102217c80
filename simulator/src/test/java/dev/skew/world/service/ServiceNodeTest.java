package dev.skew.world.service;

import static dev.skew.world.service.ServiceBench.BACK;
import static dev.skew.world.service.ServiceBench.EDGE;
import static dev.skew.world.service.ServiceBench.MILLI;
import static dev.skew.world.service.ServiceBench.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.service.CircuitBreaker.Mode;
import dev.skew.world.service.ServiceEvent.AttemptEnded;
import dev.skew.world.service.ServiceEvent.CallRefused;
import dev.skew.world.service.ServiceEvent.CallWithheld;
import dev.skew.world.service.ServiceEvent.EffectApplied;
import dev.skew.world.service.ServiceEvent.WorkDone;
import org.junit.jupiter.api.Test;

/** One instance: what it takes in, what it asks, and what it answers. */
class ServiceNodeTest {

  @Test
  void worksAsksItsDependencyAndAnswers() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.read(1);
    bench.runFor(9);
    int early = bench.asked.size();
    bench.runFor(1);

    bench.backAnswers(Status.OK);

    assertThat(early).isZero();
    assertThat(bench.asked).hasSize(1);
    assertThat(bench.statuses()).containsExactly(Status.OK);
  }

  @Test
  void requestsWaitForAPlaceAndAreRefusedWhenTheQueueIsFull() {
    ServiceBench bench = ServiceBench.front(edge -> edge);

    for (int i = 1; i <= 6; i++) {
      bench.read(i);
    }

    assertThat(bench.node().inHand()).isEqualTo(2);
    assertThat(bench.node().queueLength()).isEqualTo(3);
    assertThat(bench.answers).containsExactly(new ServiceMessage.Reply(6, Status.OVERLOADED));
    assertThat(bench.events(CallRefused.class))
        .extracting(CallRefused::reason)
        .containsExactly("queue-full");
  }

  @Test
  void aRequestThatWaitsForItsDependencyKeepsItsPlace() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.read(1);
    bench.read(2);
    bench.read(3);

    bench.runFor(50);
    int whileWaiting = bench.node().inHand();
    bench.backAnswers(Status.OK);

    assertThat(whileWaiting).isEqualTo(2);
    assertThat(bench.node().queueLength()).isZero();
  }

  @Test
  void anAttemptThatTakesTooLongIsGivenUpAndTriedAgain() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.read(1);

    bench.runFor(1_000);

    assertThat(bench.asked).hasSize(3);
    assertThat(bench.events(AttemptEnded.class))
        .extracting(AttemptEnded::outcome)
        .containsExactly("timeout", "timeout", "timeout");
    assertThat(bench.statuses()).containsExactly(Status.ERROR);
  }

  @Test
  void aLateAnswerChangesNothing() {
    ServiceBench bench = ServiceBench.front(edge -> edge.withRetry(new Backoff(0, 0, 0, false)));
    bench.read(1);
    bench.runFor(200);

    bench.backAnswers(Status.OK);

    assertThat(bench.statuses()).containsExactly(Status.ERROR);
  }

  @Test
  void whatCannotBeUsedIsNotTriedAgain() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.read(1);
    bench.runFor(10);

    bench.backAnswers(Status.INVALID);
    bench.runFor(1_000);

    assertThat(bench.asked).hasSize(1);
    assertThat(bench.statuses()).containsExactly(Status.ERROR);
  }

  @Test
  void aBudgetThatIsSpentEndsTheRetries() {
    ServiceBench bench =
        ServiceBench.front(
            edge -> edge.withBudget(new RetryBudget.Settings(true, 0, 0.1, 10_000 * MILLI)));
    bench.read(1);

    bench.runFor(1_000);

    assertThat(bench.asked).hasSize(2);
    assertThat(bench.events(CallWithheld.class))
        .extracting(CallWithheld::reason)
        .containsExactly("budget");
  }

  @Test
  void anOpenBreakerFailsWithoutAsking() {
    ServiceBench bench =
        ServiceBench.front(
            edge -> edge.withBreaker(CircuitBreaker.Settings.OFF.withMode(Mode.FORCED_OPEN)));
    bench.read(1);

    bench.runFor(10);

    assertThat(bench.asked).isEmpty();
    assertThat(bench.statuses()).containsExactly(Status.ERROR);
    assertThat(bench.node().breakers()).containsEntry(EDGE, CircuitBreaker.State.OPEN);
  }

  @Test
  void aBrokenConnectionFailsWhatWasAskedOverIt() {
    ServiceBench bench = ServiceBench.front(edge -> edge.withRetry(new Backoff(0, 0, 0, false)));
    bench.read(1);
    bench.runFor(10);

    bench.step(new ServiceInput.PeerLost(BACK));

    assertThat(bench.statuses()).containsExactly(Status.ERROR);
  }

  @Test
  void workGoesOnForACallerWhoHasGivenUp() {
    ServiceBench bench = ServiceBench.back(service -> service);
    bench.write(1);

    bench.receive(USER, new ServiceMessage.Cancel(1));
    bench.runFor(10);

    assertThat(bench.events(WorkDone.class)).hasSize(1);
    assertThat(bench.events(EffectApplied.class)).hasSize(1);
  }

  @Test
  void aCancelledRequestThatWaitsIsNeverBegun() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.configure(ServiceNodeTest::withCancellation);
    bench.read(1);
    bench.read(2);
    bench.read(3);

    bench.receive(USER, new ServiceMessage.Cancel(3));

    assertThat(bench.node().queueLength()).isZero();
  }

  @Test
  void aCancelledRequestCancelsWhatItAsked() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.configure(ServiceNodeTest::withCancellation);
    bench.read(1);
    bench.runFor(10);

    bench.receive(USER, new ServiceMessage.Cancel(1));
    bench.runFor(1_000);

    assertThat(bench.asked).hasSize(2);
    assertThat(bench.asked.get(1)).isEqualTo(new ServiceMessage.Cancel(bench.asked.get(0).id()));
    assertThat(bench.answers).isEmpty();
    assertThat(bench.node().inHand()).isZero();
  }

  @Test
  void nobodyBeginsWithWhatNobodyWaitsFor() {
    ServiceBench bench = ServiceBench.back(service -> service);
    for (int i = 1; i <= 3; i++) {
      ServiceRequest request = ServiceBench.request(i, true);
      bench.receive(USER, new ServiceMessage.Call(i, request, 1, 5 * MILLI));
    }

    bench.runFor(1_000);

    assertThat(bench.events(EffectApplied.class)).hasSize(2);
    assertThat(bench.events(CallRefused.class))
        .extracting(CallRefused::reason)
        .containsExactly("expired");
  }

  @Test
  void aDeadlineTravelsAlong() {
    ServiceBench bench = ServiceBench.front(edge -> edge);
    bench.configure(graph -> graph.withPropagation(new ServiceGraph.Propagation(true, false)));
    bench.receive(USER, new ServiceMessage.Call(1, ServiceBench.request(1, false), 1, 40 * MILLI));

    bench.runFor(10);

    assertThat(bench.asked.get(0))
        .isInstanceOfSatisfying(
            ServiceMessage.Call.class,
            call -> assertThat(call.remainingNanos()).isEqualTo(30 * MILLI));
  }

  @Test
  void aWriteThatIsTriedAgainTakesEffectTwice() {
    ServiceBench bench = ServiceBench.back(service -> service);
    bench.write(1);
    bench.runFor(10);

    bench.writeAgain(2, 1);
    bench.runFor(10);

    assertThat(bench.events(EffectApplied.class)).hasSize(2);
  }

  @Test
  void withAnIdempotencyKeyItTakesEffectOnceAndIsAnsweredTwice() {
    ServiceBench bench = ServiceBench.back(service -> service.withIdempotency(true));
    bench.write(1);
    bench.writeAgain(2, 1);
    bench.runFor(10);
    bench.restart();

    bench.writeAgain(3, 1);
    bench.runFor(10);

    assertThat(bench.events(EffectApplied.class)).hasSize(1);
    assertThat(bench.statuses()).containsExactly(Status.OK, Status.OK, Status.OK);
  }

  @Test
  void controlledDelayDropsWhatHasWaitedTooLong() {
    ServiceBench bench =
        ServiceBench.back(
            service ->
                service.withShedding(
                    new LoadShedding(LoadShedding.Policy.CODEL, 1, MILLI, 5 * MILLI)));

    for (int i = 1; i <= 3; i++) {
      bench.read(i);
    }
    bench.runFor(10);

    assertThat(bench.answers).contains(new ServiceMessage.Reply(3, Status.OVERLOADED));
  }

  @Test
  void loadFromSomewhereElseTakesPlacesUntilItEnds() {
    ServiceBench bench = ServiceBench.back(service -> service);
    bench.configure(
        graph ->
            graph.withService(
                "back", service -> service.withTrouble(new Trouble(1, 0, Status.ERROR, 100))));
    bench.runFor(1_000);
    int during = bench.events(WorkDone.class).size();
    bench.configure(
        graph -> graph.withService("back", service -> service.withTrouble(Trouble.NONE)));
    bench.runFor(1_000);
    int atEnd = bench.events(WorkDone.class).size();

    bench.runFor(1_000);

    assertThat(during).isBetween(60, 140);
    assertThat(bench.events(WorkDone.class)).hasSize(atEnd);
    assertThat(bench.answers).isEmpty();
  }

  private static ServiceGraph withCancellation(ServiceGraph graph) {
    return graph.withPropagation(new ServiceGraph.Propagation(false, true));
  }
}
