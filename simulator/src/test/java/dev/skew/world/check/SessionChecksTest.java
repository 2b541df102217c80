package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Invocation;
import org.junit.jupiter.api.Test;

/** Promises to one session, and causality between several. */
class SessionChecksTest {

  private final Script script = Script.ofStore();

  @Test
  void sessionThatDoesNotReadItsOwnWriteIsReported() {
    script.put("b", "k", "v0").put("a", "k", "v1").get("a", "k", "v0");

    assertThat(script.broken()).containsExactly("read-your-writes");
  }

  @Test
  void absenceAfterAWriteOfItsOwnIsReported() {
    script.put("a", "k", "v1").get("a", "k");

    assertThat(script.broken()).containsExactly("read-your-writes");
  }

  @Test
  void anotherSessionMayReadAnOldValue() {
    script.put("b", "k", "v0").put("a", "k", "v1").get("a1", "k", "v0").get("c", "k", "v0");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void valueThatOverlappedTheOwnWriteIsNotOlder() {
    Invocation overlapping = script.beginPut("b", "k", "v0");
    script.put("a", "k", "v1");
    script.end(overlapping, Outcome.OK);
    script.get("a", "k", "v0");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void readThatBeganBeforeTheWriteWasAcknowledgedIsFree() {
    script.put("b", "k", "v0");
    Invocation read = script.beginGet("a", "k");
    script.put("a", "k", "v1");
    script.end(read, Outcome.OK, "v0");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void siblingsAreFineWhenTheOwnWriteIsAmongThem() {
    script.put("b", "k", "v0").put("a", "k", "v1").get("a", "k", "v0", "v1");

    assertThat(script.violations()).isEmpty();
  }

  @Test
  void readOfAnOlderValueThanBeforeIsReported() {
    script.put("a", "k", "v0").put("b", "k", "v1").get("c", "k", "v1").get("c", "k", "v0");

    assertThat(script.broken()).containsExactly("monotonic-reads");
  }

  @Test
  void returnToAValueThatWasReplacedIsReported() {
    Invocation one = script.beginPut("a", "k", "v0");
    Invocation other = script.beginPut("b", "k", "v1");
    script.end(one, Outcome.OK);
    script.end(other, Outcome.OK);
    script.get("c", "k", "v0").get("c", "k", "v1").get("c", "k", "v0");

    assertThat(script.broken()).containsExactly("monotonic-reads");
    assertThat(script.violations().get(0).detail()).contains("v1");
  }

  @Test
  void earlierOfTwoWritesOfASessionSeenAfterTheLaterIsReported() {
    script.put("a", "k", "v0").put("a", "k", "v1").get("c", "k", "v1").get("c", "k", "v0");

    assertThat(script.broken()).containsExactly("monotonic-reads", "monotonic-writes");
  }

  @Test
  void earlierOfTwoWritesOfASessionThatStandsAtTheEndIsReported() {
    script.put("a", "k", "v0").put("a", "k", "v1").finish(new FakeStore().everywhere("k", "v0"));

    assertThat(script.broken()).containsExactly("acknowledged-writes", "monotonic-writes");
  }

  @Test
  void effectSeenBeforeItsCauseIsReported() {
    script.put("a", "question", "q0").put("a", "question", "q1");
    script.get("b", "question", "q1").put("b", "answer", "because q1");
    script.get("c", "answer", "because q1").get("c", "question", "q0");

    assertThat(script.broken()).containsExactly("causality");
    assertThat(script.violations().get(0).evidence()).contains("question = q1");
  }

  @Test
  void whoSawNoEffectMayMissTheCause() {
    script.put("a", "question", "q0").put("a", "question", "q1");
    script.get("b", "question", "q1").put("b", "answer", "because q1");
    script.get("c", "answer").get("c", "question", "q0");

    assertThat(script.violations()).isEmpty();
  }
}
