package dev.skew.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Values that must never change: histories are found again by their seeds. */
class GoldenTest {

  private record Fact(long number, String text, boolean flag) implements TraceEvent {

    @Override
    public String kind() {
      return "fact";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("number", number).put("text", text).put("flag", flag);
    }
  }

  @Test
  void drawsWhatSplitMixDraws() {
    RandomSource random = new Seed(1_234_567).random();

    long[] drawn = LongStream.generate(random::nextLong).limit(5).toArray();

    // Published with the reference implementation.
    assertThat(drawn)
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821"));
  }

  @Test
  void drawsTheSameOfEveryKind() {
    RandomSource random = new Seed(42).random();

    assertThat(random.nextInt(1_000)).isEqualTo(741);
    assertThat(random.nextLong(1_000_000_000_000L)).isEqualTo(159_910_392_876L);
    assertThat(random.nextDouble()).isEqualTo(0.27860113025513866);
    assertThat(random.nextGaussian()).isEqualTo(-0.10154781371365883);
    assertThat(random.nextExponential()).isEqualTo(2.0266827034800765);
    assertThat(random.nextBoolean(0.5)).isTrue();
  }

  @Test
  void boundedDrawsStayWithinTheirBounds() {
    RandomSource random = new Seed(7).random();

    for (int i = 0; i < 10_000; i++) {
      assertThat(random.nextLong(3)).isBetween(0L, 2L);
      assertThat(random.nextLong(Long.MAX_VALUE)).isBetween(0L, Long.MAX_VALUE - 1);
      assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
    assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("positive, got 0");
    assertThatThrownBy(() -> random.nextLong(-1)).hasMessageContaining("positive, got -1");
  }

  @Test
  void forksByPurposeAndName() {
    Seed seed = new Seed(42);

    assertThat(seed.fork("network", "a->b")).isEqualTo(new Seed(-7_356_221_853_138_510_278L));
    assertThat(seed.fork("network", "a->b")).isEqualTo(seed.fork("network", "a->b"));
    assertThat(seed.fork("network", "b->a")).isNotEqualTo(seed.fork("network", "a->b"));
    assertThat(seed.fork("a->b", "network")).isNotEqualTo(seed.fork("network", "a->b"));
    assertThat(
            IntStream.range(0, 10_000).mapToObj(i -> seed.fork("node", "n" + i)).distinct().count())
        .isEqualTo(10_000);
  }

  @Test
  void foldsAHistoryIntoTheSameDigits() {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);

    assertThat(trace.hash()).isEqualTo("b8e005efc18279d4");
    trace.record(new Fact(1, "one", true));
    queue.advanceTo(1_000);
    trace.record(new Fact(-2, "zwö", false));

    assertThat(trace.hash()).isEqualTo("e14f5f584cae54e5");
    assertThat(trace.eventCount()).isEqualTo(2);
  }

  @Test
  void hashesDependOnOrderAndTime() {
    Fact one = new Fact(1, "x", true);
    Fact two = new Fact(2, "x", true);

    assertThat(hashOf(0, one, two)).isNotEqualTo(hashOf(0, two, one));
    assertThat(hashOf(0, one, two)).isNotEqualTo(hashOf(1, one, two));
    assertThat(hashOf(5, one, two)).isEqualTo(hashOf(5, one, two));
  }

  private static String hashOf(long atNanos, Fact... facts) {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    queue.advanceTo(atNanos);
    for (Fact fact : facts) {
      trace.record(fact);
    }
    return trace.hash();
  }
}
