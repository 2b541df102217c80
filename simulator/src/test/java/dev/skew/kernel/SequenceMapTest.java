package dev.skew.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceMapTest {

  private final SequenceMap<String> map = new SequenceMap<>();

  @Test
  void findsWhatWasPutUntilItIsRemoved() {
    map.put(7, "seven");

    assertThat(map.get(7)).isEqualTo("seven");
    assertThat(map.remove(7)).isEqualTo("seven");
    assertThat(map.get(7)).isNull();
    assertThat(map.remove(7)).isNull();
    assertThat(map.size()).isZero();
  }

  @Test
  void aNumberPutTwiceHasTheLaterValue() {
    map.put(3, "one");
    map.put(3, "other");

    assertThat(map.get(3)).isEqualTo("other");
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void numbersThatShareAPlaceInTheRingAreToldApart() {
    map.put(1, "old");
    map.put(1 + (1L << 20), "new");

    assertThat(map.get(1)).isEqualTo("old");
    assertThat(map.get(1 + (1L << 20))).isEqualTo("new");
    assertThat(map.get(1 + (2L << 20))).isNull();
  }

  @Test
  void holdsWhatAMapHoldsWhileAFewStayForLong() {
    Map<Long, String> model = new HashMap<>();
    RandomSource random = new Seed(42).random();

    for (long number = 0; number < 20_000; number++) {
      map.put(number, "value " + number);
      model.put(number, "value " + number);
      long ended = number - random.nextInt(3_000);
      assertThat(map.remove(ended)).isEqualTo(model.remove(ended));
    }

    assertThat(map.size()).isEqualTo(model.size());
    model.forEach((number, value) -> assertThat(map.get(number)).isEqualTo(value));
  }
}
