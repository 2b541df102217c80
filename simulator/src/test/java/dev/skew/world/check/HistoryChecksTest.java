package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a suite makes of histories with one fault planted in each. */
class HistoryChecksTest {

  @Test
  void rightHistoryPassesEveryCheckThatLooksAtHistories() {
    Script script = Script.ofConsensus();

    script.get("a", "k").put("a", "k", "v1").get("b", "k", "v1").put("b", "k", "v2");
    script.cas("a", "k", "v2", "v3", Outcome.OK).cas("a", "k", "v2", "v4", Outcome.FAILED);
    script.delete("b", "k").get("a", "k").finish(new FakeStore());

    assertThat(script.violations()).isEmpty();
    assertThat(script.report(CheckKind.LINEARIZABILITY).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(script.report(CheckKind.LINEARIZABILITY).checked()).isEqualTo(8);
    assertThat(script.report(CheckKind.LOST_WRITES).measure("acknowledged")).isEqualTo(4);
  }

  @Test
  void staleReadIsReportedAtItsAnswerWithTheOperationsThatProveIt() {
    Script script = Script.ofConsensus();

    for (int i = 0; i < 20; i++) {
      script.put("a", "k", "old" + i).get("b", "k", "old" + i);
    }
    script.put("a", "k", "v1").put("a", "k", "v2").get("c", "k", "v1");

    assertThat(script.broken()).containsExactly("linearizability");
    Violation violation = script.violations().get(0);
    assertThat(violation.atNanos()).isEqualTo(script.nowNanos());
    assertThat(violation.detail()).contains("v1").contains("k");
    assertThat(violation.evidence().lines()).hasSize(3);
    assertThat(violation.evidence()).contains("wrote k = v2").contains("0.083000s .. 0.084000s");
  }

  @Test
  void staleReadThatMayBeStaleIsNoViolationOfLinearizability() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v1").put("a", "k", "v2").getStale("c", "k", "v1");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void swappedOrderOfTwoReadsIsReported() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v0");
    Invocation first = script.beginPut("a", "k", "v1");
    script.get("b", "k", "v1").get("c", "k", "v0");
    script.end(first, Outcome.OK);

    assertThat(script.broken()).containsExactly("linearizability");
  }

  @Test
  void writeWithoutAnAnswerMayTakeEffectLongAfterwardsOrNever() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v0");
    script.end(script.beginPut("a", "k", "ghost"), Outcome.UNKNOWN);
    script.end(script.beginPut("a", "k", "never"), Outcome.UNKNOWN);
    script.get("b", "k", "v0").put("b", "k", "v1").get("b", "k", "v1");
    script.sleep(20_000_000_000L).get("c", "k", "ghost").put("c", "k", "v2").get("b", "k", "v2");
    script.finish(new FakeStore().everywhere("k", "v2"));

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void writeWithoutAnAnswerTakesEffectOnlyOnce() {
    Script script = Script.ofConsensus();

    script.end(script.beginPut("a", "k", "ghost"), Outcome.UNKNOWN);
    script.get("b", "k", "ghost").put("b", "k", "v1").get("c", "k", "ghost");

    assertThat(script.broken()).contains("linearizability");
  }

  @Test
  void lateAcknowledgementEndsWhatAWriteMayDo() {
    Script script = Script.ofConsensus();

    Invocation ghost = script.beginPut("a", "k", "ghost");
    script.end(ghost, Outcome.UNKNOWN);
    script.endLate(ghost, Outcome.OK);
    script.put("b", "k", "v1").get("c", "k", "v1").get("c", "k", "ghost");

    assertThat(script.broken()).contains("linearizability");
  }

  @Test
  void refusedWriteMustNeverBeSeen() {
    Script script = Script.ofConsensus();

    script
        .put("a", "k", "v0")
        .cas("a", "k", "other", "v1", Outcome.FAILED)
        .getStale("b", "k", "v1");

    assertThat(script.broken()).containsExactly("phantom-writes");
  }

  @Test
  void writeThatIsRefusedAfterItWasSeenIsReportedAtTheRefusal() {
    Script script = Script.ofConsensus();

    Invocation write = script.beginPut("a", "k", "v1");
    script.get("b", "k", "v1");
    script.end(write, Outcome.FAILED);

    assertThat(script.broken()).containsExactlyInAnyOrder("linearizability", "phantom-writes");
  }

  @Test
  void valueThatNobodyWroteUnderThatKeyIsAPhantomEvenInAStaleRead() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v0").put("a", "other", "v1").getStale("b", "k", "v1");

    assertThat(script.broken()).containsExactly("phantom-writes");
  }

  @Test
  void valueWrittenLongAgoIsNoPhantom() {
    Script script = Script.ofConsensus();

    for (int i = 0; i < 1_000; i++) {
      script.put("a", "k", "v" + i);
    }
    script.getStale("b", "k", "v0");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void readThatReturnsOneWriteTwiceIsADuplicate() {
    Script script = Script.ofStore();

    script.put("a", "k", "v0").get("b", "k", "v0", "v0");

    assertThat(script.broken()).containsExactly("duplicate-writes");
  }

  @Test
  void comparisonThatCannotHaveHeldIsReported() {
    Script script = Script.ofConsensus();

    script.put("a", "k", "v1").put("a", "k", "v2").cas("b", "k", "v1", "v3", Outcome.OK);

    assertThat(script.broken()).containsExactly("linearizability");
    assertThat(script.violations().get(0).evidence()).contains("changed k from v1 to v3");
  }

  @Test
  void halvesOfATransactionAreJudgedAsWritesOfTheirKeys() {
    Script script = Script.ofConsensus();
    List<Operation.Put> puts = List.of(new Operation.Put("x", "x1"), new Operation.Put("y", "y1"));

    script.end(script.begin("a", new Operation.Transaction(puts)), Outcome.OK);
    script.get("b", "x", "x1").get("b", "y");

    assertThat(script.broken()).contains("linearizability");
    assertThat(script.violations().get(0).detail()).contains("on y");
  }

  @Test
  void tooManyPossibleOrdersAreUndecidedAndNotPassed() {
    CheckOptions all = CheckOptions.forConsensus();
    Script script =
        new Script(new CheckOptions(all.kinds(), all.strongReads(), 10, 1_000_000_000L, 1));

    List<Invocation> writes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      writes.add(script.beginPut("a", "k", "v" + i));
      script.beginGet("b", "k");
    }
    writes.forEach(write -> script.end(write, Outcome.OK));
    script.get("c", "k", "v0").get("c", "k", "v1").get("c", "k", "v0");

    CheckReport report = script.report(CheckKind.LINEARIZABILITY);
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.note()).contains("more than 10 possible orders").contains("k");
  }
}
