package dev.skew.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DivergenceTest {

  private record Step(long number) implements TraceEvent {

    @Override
    public String kind() {
      return "step";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("number", number);
    }
  }

  @Test
  void equalRunsDoNotDiverge() {
    assertThat(Divergence.between(listener -> run(listener, 100, -1))).isEmpty();
  }

  @Test
  void namesTheFirstEventThatDiffers() {
    AtomicInteger runs = new AtomicInteger();

    Optional<Divergence> found =
        Divergence.between(listener -> run(listener, 100, runs.getAndIncrement() == 0 ? -1 : 57));

    assertThat(found).isPresent();
    Divergence divergence = found.orElseThrow();
    assertThat(divergence.index()).isEqualTo(57);
    assertThat(Objects.requireNonNull(divergence.first()).line())
        .isEqualTo("{\"at\":\"0.000000570\",\"kind\":\"step\",\"number\":57}");
    assertThat(Objects.requireNonNull(divergence.second()).line())
        .isEqualTo("{\"at\":\"0.000000570\",\"kind\":\"step\",\"number\":-1}");
    assertThat(Objects.requireNonNull(divergence.second()).atNanos()).isEqualTo(570);
    assertThat(divergence.common()).hasSize(10).last().asString().contains("\"number\":56");
    assertThat(divergence.report())
        .startsWith("two runs differ at event 57")
        .contains("first:  {\"at\"", "second: {\"at\"");
  }

  @Test
  void seesThatARunEndedEarly() {
    AtomicInteger runs = new AtomicInteger();

    Divergence divergence =
        Divergence.between(listener -> run(listener, 10 - 5 * runs.getAndIncrement(), -1))
            .orElseThrow();

    assertThat(divergence.index()).isEqualTo(5);
    assertThat(divergence.first()).isNotNull();
    assertThat(divergence.second()).isNull();
    assertThat(divergence.report()).contains("second: (had ended)");
  }

  @Test
  void seesThatARunWentOn() {
    AtomicInteger runs = new AtomicInteger();

    Divergence divergence =
        Divergence.between(listener -> run(listener, 5 + 5 * runs.getAndIncrement(), -1))
            .orElseThrow();

    assertThat(divergence.index()).isEqualTo(5);
    assertThat(divergence.first()).isNull();
    assertThat(Objects.requireNonNull(divergence.second()).line()).contains("\"number\":5");
  }

  private static void run(TraceListener listener, int steps, int odd) {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    trace.listen(listener);
    for (int i = 0; i < steps; i++) {
      int number = i;
      queue.schedule(10L * i, payload -> trace.record(new Step(number == odd ? -1 : number)), null);
    }
    while (queue.runNext()) {}
  }
}
