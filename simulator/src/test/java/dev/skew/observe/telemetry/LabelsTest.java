package dev.skew.observe.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "etcd", "instance", "etcd-0");

  @Test
  void orderInWhichTheyAreGivenDoesNotMatter() {
    Labels turned = Labels.of("instance", "etcd-0", "job", "etcd", "__name__", "up");

    assertThat(turned).isEqualTo(UP).hasSameHashCodeAs(UP);
    assertThat(turned.names()).containsExactly("__name__", "instance", "job");
  }

  @Test
  void anEmptyValueIsNoLabel() {
    assertThat(Labels.of("job", "")).isEqualTo(Labels.EMPTY);
    assertThat(UP.with("job", "")).isEqualTo(UP.without(Set.of("job")));
    assertThat(UP.get("team")).isEmpty();
  }

  @Test
  void labelsAreKeptAndDroppedByName() {
    assertThat(UP.keeping(List.of("job", "team"))).isEqualTo(Labels.of("job", "etcd"));
    assertThat(UP.withoutName()).isEqualTo(Labels.of("job", "etcd", "instance", "etcd-0"));
    assertThat(UP.with("job", "store").get("job")).isEqualTo("store");
    assertThat(UP.without(List.of("team"))).isSameAs(UP);
  }

  @Test
  void theyAreWrittenAsPromqlWritesThem() {
    assertThat(UP).hasToString("up{instance=\"etcd-0\", job=\"etcd\"}");
    assertThat(Labels.of("__name__", "up")).hasToString("up");
    assertThat(Labels.EMPTY).hasToString("{}");
    assertThat(Labels.of("path", "a\"b\\c\n")).hasToString("{path=\"a\\\"b\\\\c\\n\"}");
  }

  @Test
  void theyAreSortedByTheFirstThatDiffers() {
    List<Labels> sorted =
        List.of(
            Labels.EMPTY,
            Labels.of("a", "1"),
            Labels.of("a", "1", "b", "1"),
            Labels.of("a", "2"),
            Labels.of("b", "1"));

    assertThat(sorted).isSorted();
  }

  @Test
  void aNameThatIsGivenTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of("job", "a", "job", "b"))
        .withMessage("label job is given twice");
  }
}
