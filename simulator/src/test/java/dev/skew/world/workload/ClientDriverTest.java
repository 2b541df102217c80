package dev.skew.world.workload;

import static dev.skew.world.workload.LoadRig.MILLI;
import static dev.skew.world.workload.LoadRig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.LoadRig.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a client begins operations, and what it makes of answers and of silence. */
class ClientDriverTest {

  private static final RequestPolicy PATIENT = RequestPolicy.withTimeout(SECOND);

  @Test
  void openLoopBeginsOperationsAsAPoissonProcess() {
    Arrival arrival = new Arrival.OpenLoop(500, 7);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));

    rig.driver().start();
    rig.runFor(20 * SECOND);

    int count = rig.invocations.size();
    assertThat(count).isCloseTo(10_000, within(300));
    double sum = 0;
    double squares = 0;
    for (int i = 1; i < count; i++) {
      double gap =
          rig.invocations.get(i).invokedNanos() - rig.invocations.get(i - 1).invokedNanos();
      sum += gap;
      squares += gap * gap;
    }
    double mean = sum / (count - 1);
    double deviation = StrictMath.sqrt(squares / (count - 1) - mean * mean);
    assertThat(deviation / mean).isCloseTo(1.0, within(0.05));
    assertThat(rig.invocations.stream().map(Invocation::session).distinct()).hasSize(7);
  }

  @Test
  void openLoopDoesNotSlowDownWithItsStore() {
    Arrival arrival = new Arrival.OpenLoop(500, 7);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), request -> null);

    rig.driver().start();
    rig.runFor(10 * SECOND);

    assertThat(rig.invocations.size()).isCloseTo(5_000, within(250));
    assertThat(rig.mostUnderWay).isGreaterThan(400);
  }

  @Test
  void whoIsSilencedBeforeItsStartBeginsWhenItMaySpeak() {
    Arrival arrival = new Arrival.OpenLoop(500, 7);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));

    rig.driver().silence(true);
    rig.driver().start();
    rig.runFor(5 * SECOND);
    int silent = rig.invocations.size();
    rig.driver().silence(false);
    rig.runFor(5 * SECOND);

    assertThat(silent).isZero();
    assertThat(rig.invocations).hasSizeGreaterThan(2_000);
  }

  @Test
  void whoMaySpeakAgainAfterItsStopOrBeforeItsStartDoesNot() {
    Arrival arrival = new Arrival.OpenLoop(500, 7);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));

    rig.driver().silence(false);
    rig.runFor(5 * SECOND);
    int early = rig.invocations.size();
    rig.driver().start();
    rig.driver().silence(true);
    rig.driver().stop();
    rig.driver().silence(false);
    rig.runFor(5 * SECOND);

    assertThat(early).isZero();
    assertThat(rig.invocations).isEmpty();
  }

  @Test
  void loadFactorMultipliesTheRateAndOneRestoresIt() {
    Arrival arrival = new Arrival.OpenLoop(200, 3);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));
    rig.driver().start();

    rig.driver().scaleLoad(5);
    rig.runFor(5 * SECOND);
    int fast = rig.invocations.size();
    rig.driver().scaleLoad(1);
    rig.runFor(5 * SECOND);

    assertThat(fast).isCloseTo(5_000, within(250));
    assertThat(rig.invocations.size() - fast).isCloseTo(1_000, within(120));
  }

  @Test
  void closedLoopNeverHasMoreUnderWayThanSessions() {
    Arrival arrival = new Arrival.ClosedLoop(8, 5 * MILLI, 0);
    LoadRig rig =
        new LoadRig(
            LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT),
            request -> request.id() % 10 == 0 ? null : Reply.ok(request.id() % 7 * MILLI));

    rig.driver().start();
    rig.runFor(30 * SECOND);

    assertThat(rig.mostUnderWay).isEqualTo(8);
    assertThat(rig.invocations.size()).isGreaterThan(1_000);
  }

  @Test
  void closedLoopKeepsItsPace() {
    Arrival arrival = new Arrival.ClosedLoop(1, 0, 100 * MILLI);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));

    rig.driver().start();
    rig.runFor(10 * SECOND);

    assertThat(rig.invocations.size()).isBetween(99, 101);
  }

  @Test
  void stoppedClientBeginsNothingMoreAndFinishesWhatItBegan() {
    Arrival arrival = new Arrival.OpenLoop(1_000, 3);
    LoadRig rig =
        new LoadRig(
            LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(200 * MILLI));
    rig.driver().start();
    rig.runFor(SECOND);

    rig.driver().stop();
    int begun = rig.invocations.size();
    rig.runFor(5 * SECOND);

    assertThat(rig.invocations).hasSize(begun);
    assertThat(rig.completions).hasSize(begun);
  }

  @Test
  void silenceIsUnknownAfterTheTimeoutAndALateAnswerIsKeptApart() {
    Arrival arrival = new Arrival.ClosedLoop(1, 0, 0);
    RequestPolicy hasty = RequestPolicy.withTimeout(50 * MILLI);
    LoadRig rig =
        new LoadRig(
            LoadRig.profile(arrival, LoadRig.halfReads(), hasty),
            request -> request.id() == 1 ? Reply.ok(80 * MILLI) : null);

    rig.driver().start();
    rig.runFor(120 * MILLI);

    History.Entry first = rig.completions.get(0);
    assertThat(first.completion().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(first.completion().atNanos()).isEqualTo(50 * MILLI);
    assertThat(first.completion().error()).isEqualTo(Completion.TIMED_OUT);
    assertThat(rig.late).hasSize(1);
    assertThat(rig.late.get(0).invocation()).isSameAs(first.invocation());
    assertThat(rig.late.get(0).completion().atNanos()).isEqualTo(80 * MILLI);
  }

  @Test
  void refusalAfterAnUnansweredAttemptStaysUnknown() {
    Arrival arrival = new Arrival.ClosedLoop(1, 0, SECOND);
    RequestPolicy stubborn = new RequestPolicy(50 * MILLI, 1, MILLI, 10, 0);
    LoadRig rig =
        new LoadRig(
            LoadRig.profile(arrival, LoadRig.halfReads(), stubborn),
            request -> request.id() == 1 ? null : new Reply(MILLI, Outcome.FAILED, List.of()));

    rig.driver().start();
    rig.runFor(2 * SECOND);

    assertThat(rig.completions).isNotEmpty();
    assertThat(rig.completions.get(0).completion().outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void everyWriteHasAValueOfItsOwn() {
    Arrival arrival = new Arrival.OpenLoop(1_000, 3);
    LoadRig rig =
        new LoadRig(LoadRig.profile(arrival, LoadRig.halfReads(), PATIENT), r -> Reply.ok(MILLI));

    rig.driver().start();
    rig.runFor(10 * SECOND);

    Set<String> values = new HashSet<>();
    int writes = 0;
    for (Invocation invocation : rig.invocations) {
      if (invocation.operation() instanceof Operation.Put put) {
        writes++;
        values.add(put.value());
      }
    }
    assertThat(writes).isGreaterThan(4_000);
    assertThat(values).hasSize(writes);
  }

  @Test
  void aWriteThatIsTriedAgainSaysWhatItsValueWasMadeOfAndNotWhatWasSeenSince() {
    Arrival arrival = new Arrival.OpenLoop(500, 1);
    OperationMix writes = OperationMix.readsAndWrites(Consistency.QUORUM, 0);
    RequestPolicy patient = new RequestPolicy(100 * MILLI, 1, MILLI, 10, 0);
    Map<String, List<String>> contexts = new HashMap<>();
    LoadRig rig =
        new LoadRig(
            LoadRig.profile(arrival, writes, patient),
            request -> {
              String value = ((Operation.Put) request.operation()).value();
              List<String> told = contexts.computeIfAbsent(value, v -> new ArrayList<>());
              told.add(request.context());
              boolean isLost = told.size() == 1 && request.id() % 3 == 0;
              String seen = "after-" + request.id();
              return isLost ? null : new Reply(MILLI, Outcome.OK, List.of(), seen);
            });

    rig.driver().start();
    rig.runFor(SECOND);

    List<List<String>> twice = contexts.values().stream().filter(c -> c.size() == 2).toList();
    assertThat(twice).hasSizeGreaterThan(50);
    assertThat(twice).allSatisfy(told -> assertThat(told.get(1)).isEqualTo(told.get(0)));
  }
}
