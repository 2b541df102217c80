package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Invocation;
import org.junit.jupiter.api.Test;

/** What a suite makes of what stands on replicas at the end. */
class FinalChecksTest {

  @Test
  void everyAcknowledgedWriteThatWasRolledBackIsLost() {
    Script script = Script.ofStore();

    script.put("a", "k", "v0").put("b", "k", "v1").put("c", "k", "v2");
    script.finish(new FakeStore().everywhere("k", "v0"));

    assertThat(script.report(CheckKind.LOST_WRITES).measure("lost")).isEqualTo(2);
    assertThat(script.report(CheckKind.LOST_WRITES).measure("acknowledged")).isEqualTo(3);
    assertThat(script.broken()).containsExactly("acknowledged-writes");
    assertThat(script.violations().get(0).evidence()).contains("k = v1").contains("k = v2");
  }

  @Test
  void writeThatIsOverwrittenIsNotLost() {
    Script script = Script.ofStore();

    script.put("a", "k", "v0").put("b", "k", "v1");
    script.finish(new FakeStore().on(0, "k", "v1").on(1, "k", "v0"));

    assertThat(script.report(CheckKind.LOST_WRITES).measure("lost")).isZero();
  }

  @Test
  void concurrentWriteMayHaveWon() {
    Script script = Script.ofStore();

    Invocation overlapping = script.beginPut("a", "k", "v0");
    script.put("b", "k", "v1");
    script.end(overlapping, Outcome.OK);
    script.finish(new FakeStore().everywhere("k", "v0"));

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void unansweredWriteMayHaveWonUnlessItWasSeenBefore() {
    Script unseen = Script.ofStore();
    unseen.end(unseen.beginPut("a", "k", "ghost"), Outcome.UNKNOWN);
    unseen.put("b", "k", "v1").finish(new FakeStore().everywhere("k", "ghost"));
    Script seen = Script.ofStore();
    seen.end(seen.beginPut("a", "k", "ghost"), Outcome.UNKNOWN);
    seen.get("b", "k", "ghost").put("b", "k", "v1");
    seen.finish(new FakeStore().everywhere("k", "ghost"));

    assertThat(unseen.violations()).isEmpty();
    assertThat(seen.broken()).containsExactly("acknowledged-writes");
  }

  @Test
  void siblingsKeepWhatIsAmongThem() {
    Script script = Script.ofStore();

    script.put("a", "k", "v0").put("b", "k", "v1");
    script.finish(new FakeStore().everywhere("k", "v0", "v1"));

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void deletionExplainsAbsenceAndNothingElseDoes() {
    Script deleted = Script.ofStore();
    deleted.put("a", "k", "v0").delete("b", "k").finish(new FakeStore());
    Script vanished = Script.ofStore();
    vanished.put("a", "k", "v0").finish(new FakeStore());

    assertThat(deleted.violations()).isEmpty();
    assertThat(vanished.report(CheckKind.LOST_WRITES).measure("lost")).isEqualTo(1);
  }

  @Test
  void deletionInARegisterIsLostWhenTheValueComesBack() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v0").delete("b", "k").finish(new FakeStore().everywhere("k", "v0"));

    assertThat(script.report(CheckKind.LOST_WRITES).measure("lost")).isEqualTo(1);
  }

  @Test
  void sumsAreLeftUndecided() {
    Script script = Script.ofStore();

    script.put("a", "k", "+1").put("a", "k", "+1").get("a", "k", "2");
    script.finish(new FakeStore().everywhere("k", "2"));

    assertThat(script.violations()).isEmpty();
    assertThat(script.report(CheckKind.LOST_WRITES).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(script.report(CheckKind.LOST_WRITES).note()).contains("k");
  }

  @Test
  void replicasThatComeTogetherAfterAHealHaveConverged() {
    Script script = Script.ofStore();
    FakeStore apart = new FakeStore().everywhere("k", "v0").on(2, "k");
    script.put("a", "k", "v0").sleep(10_000_000_000L);

    script.suite().onDisturbed(script.nowNanos());
    assertThat(script.suite().awaitsConvergence()).isFalse();
    script.suite().onHealed(script.nowNanos());
    assertThat(script.suite().awaitsConvergence()).isTrue();
    script.suite().lookAt(script.nowNanos() + 1_000_000_000L, apart);
    assertThat(script.suite().awaitsConvergence()).isTrue();
    script.suite().lookAt(script.nowNanos() + 2_000_000_000L, apart.on(2, "k", "v0"));

    assertThat(script.suite().awaitsConvergence()).isFalse();
    script.finish(apart);
    assertThat(script.violations()).isEmpty();
    assertThat(script.report(CheckKind.CONVERGENCE).measure("slowest-seconds")).isEqualTo(2);
  }

  @Test
  void replicasThatStayApartBeyondTheBoundAreReportedOnce() {
    Script script = Script.ofStore();
    FakeStore apart = new FakeStore().everywhere("k", "v0").on(2, "k", "v9");
    script.put("a", "k", "v0").sleep(10_000_000_000L);

    script.suite().onHealed(script.nowNanos());
    script.suite().lookAt(script.nowNanos() + 299_000_000_000L, apart);
    assertThat(script.violations()).isEmpty();
    script.suite().lookAt(script.nowNanos() + 301_000_000_000L, apart);
    script.suite().lookAt(script.nowNanos() + 302_000_000_000L, apart);

    assertThat(script.broken()).containsExactly("convergence");
    assertThat(script.violations()).hasSize(1);
    assertThat(script.violations().get(0).evidence()).contains("k on n2: v9");
  }

  @Test
  void replicasThatDifferUnderAFaultAreUndecided() {
    Script script = Script.ofStore();
    script.put("a", "k", "v0").suite().onDisturbed(script.nowNanos());

    script.finish(new FakeStore().on(0, "k", "v0"));

    assertThat(script.report(CheckKind.CONVERGENCE).verdict()).isEqualTo(Verdict.UNDECIDED);
  }
}
