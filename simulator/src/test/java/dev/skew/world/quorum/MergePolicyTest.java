package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.quorum.MergePolicy.Merged;
import dev.skew.world.quorum.SiblingRow.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergePolicyTest {

  private static final int MANY = 100;

  @Test
  void aUnionHoldsWhatAnyVersionHeldOnceAndIsAsLargeAsAllOfThem() {
    List<Version> carts =
        List.of(version(0, "milk", 1), version(1, "bread|milk", 2), version(2, "milk", 3));

    assertThat(MergePolicy.UNION.merge(carts, MANY)).contains(new Merged("bread|milk", 20));
  }

  @Test
  void aUnionOfMoreValuesThanTheLimitIsLeftToSomebody() {
    List<Version> carts = List.of(version(0, "a|b", 1), version(1, "c", 2));

    assertThat(MergePolicy.UNION.merge(carts, 2)).isEmpty();
    assertThat(MergePolicy.UNION.merge(carts, 3)).contains(new Merged("a|b|c", 20));
  }

  @Test
  void theLongestWinsUnlessAnotherIsAsLong() {
    Version shorter = version(0, "a", 1);
    Version longer = version(1, "bb", 2);

    assertThat(MergePolicy.LONGEST.merge(List.of(shorter, longer), MANY))
        .contains(new Merged("bb", 10));
    assertThat(MergePolicy.LONGEST.merge(List.of(shorter, longer, version(2, "cc", 3)), MANY))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MergePolicy.class)
  void whatAPolicyDecidesItMerges(MergePolicy policy) {
    List<List<Version>> cases =
        List.of(
            List.of(version(0, "a", 1), version(1, "bb", 2)),
            List.of(version(0, "a", 2), version(0, "b", 2)),
            List.of(version(0, "a|b|c", 1), version(1, "d", 2)));

    for (List<Version> versions : cases) {
      assertThat(policy.decides(versions, 3)).isEqualTo(policy.merge(versions, 3).isPresent());
    }
    assertThat(cases.stream().filter(versions -> policy.decides(versions, 3)).count())
        .isEqualTo(policy == MergePolicy.MANUAL ? 0 : 2);
  }

  @Test
  void theHighestWriterWinsWhateverTheClocksSay() {
    List<Version> versions = List.of(version(2, "late", 1), version(1, "early", 9));

    assertThat(MergePolicy.HIGHEST_WRITER.merge(versions, MANY)).contains(new Merged("late", 10));
  }

  @Test
  void twoVersionsOfTheHighestWriterAreUndecided() {
    List<Version> versions =
        List.of(
            new Version(Actors.of(2, 0), 1, "one", 10, 1),
            new Version(Actors.of(2, 1), 2, "other", 10, 2));

    assertThat(MergePolicy.HIGHEST_WRITER.merge(versions, MANY)).isEmpty();
  }

  @Test
  void theNewestIsThatOfTheLatestWallClock() {
    List<Version> versions = List.of(version(0, "new", 9), version(1, "old", 1));

    assertThat(MergePolicy.NEWEST.merge(versions, MANY)).contains(new Merged("new", 10));
    assertThat(MergePolicy.NEWEST.merge(List.of(version(0, "a", 9), version(1, "b", 9)), MANY))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = MergePolicy.class, mode = EnumSource.Mode.EXCLUDE, names = "MANUAL")
  void theSameValueTwiceIsUndecidedByNoPolicy(MergePolicy policy) {
    List<Version> versions = List.of(version(1, "same", 1), version(1, "same", 1));

    assertThat(policy.merge(versions, MANY)).isPresent();
  }

  private static Version version(int node, String value, long atNanos) {
    return new Version(Actors.of(node, 0), 1, value, 10, atNanos);
  }
}
