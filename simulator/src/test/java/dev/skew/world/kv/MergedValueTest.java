package dev.skew.world.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergedValueTest {

  @Test
  void aUnionIsTheSameInWhateverOrderItIsMade() {
    String once = MergedValue.union(List.of("b", "a", "c"));
    String stepwise = MergedValue.union(List.of("c", MergedValue.union(List.of("a", "b"))));

    assertThat(once).isEqualTo(stepwise);
    assertThat(MergedValue.union(List.of(once, "a"))).isEqualTo(once);
  }

  @Test
  void whatWasMergedComesApartAgain() {
    List<String> parts = MergedValue.parts(List.of(MergedValue.union(List.of("b", "a")), "c", "a"));

    assertThat(parts).containsExactly("a", "b", "c");
  }

  @Test
  void whatWasNeverMergedStaysTheListThatItWas() {
    List<String> values = List.of("a", "b");

    assertThat(MergedValue.parts(values)).isSameAs(values);
  }
}
