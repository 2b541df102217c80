package dev.skew.world.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a node knows of what is to run, and in what releases differ. */
class RolloutTest {

  private static final Version OLD = new Version(2, 1, 0);
  private static final Version NEW = new Version(2, 2, 0);
  private static final Revision FIRST = Revision.initial(OLD);
  private static final Revision DEPLOYED = new Revision(1, NEW);
  private static final Revision ROLLED_BACK = new Revision(2, OLD);

  @Test
  void aDeploysNumberOrdersRevisionsAndNotTheVersion() {
    assertThat(new TreeSet<>(List.of(ROLLED_BACK, FIRST, DEPLOYED)))
        .containsExactly(FIRST, DEPLOYED, ROLLED_BACK);
  }

  @Test
  void ofTwoVersionsInOneDeployAllTakeTheLater() {
    assertThat(new Revision(2, NEW).isNewerThan(ROLLED_BACK)).isTrue();
    assertThat(ROLLED_BACK.isNewerThan(new Revision(2, NEW))).isFalse();
  }

  @Test
  void whatIsNewerIsRememberedAndWhatIsOlderIsNot() {
    Rollout heard = Rollout.of(FIRST).heard(ROLLED_BACK);

    assertThat(heard.newest()).isEqualTo(ROLLED_BACK);
    assertThat(heard.heard(DEPLOYED)).isEqualTo(heard);
    assertThat(heard.knowsMoreThan(DEPLOYED)).isTrue();
    assertThat(heard.knowsMoreThan(ROLLED_BACK)).isFalse();
  }

  @Test
  void onlyAnotherVersionIsAdopted() {
    Rollout rollout = Rollout.of(FIRST);

    assertThat(rollout.isBehind()).isFalse();
    assertThat(rollout.heard(DEPLOYED).isBehind()).isTrue();
    assertThat(rollout.heard(DEPLOYED).heard(ROLLED_BACK).isBehind()).isFalse();
  }

  @Test
  void nobodyRunsWhatItHasNotHeardOf() {
    assertThatThrownBy(() -> new Rollout(DEPLOYED, FIRST))
        .hasMessage(
            "cannot run v2.2.0 of deploy 1 and have heard of no more than v2.1.0 of deploy 0");
  }

  @Test
  void withoutATableEveryVersionIsARelease() {
    assertThat(Releases.ALIKE.of(NEW)).isEqualTo(Release.plain(NEW));
    assertThat(Releases.ALIKE.refusal(NEW)).isEmpty();
    assertThat(Releases.ALIKE.after(OLD)).contains(NEW);
  }

  @Test
  void aTableHoldsAllThereAre() {
    Release odd = new Release(new Version(3, 0, 0), RowHash.XXHASH64, 2);
    Releases releases = new Releases(List.of(odd, Release.plain(OLD)));

    assertThat(releases.of(odd.version())).isEqualTo(odd);
    assertThat(releases.after(OLD)).contains(odd.version());
    assertThat(releases.after(odd.version())).isEmpty();
    assertThat(releases.refusal(NEW)).contains("there is no release v2.2.0, only v2.1.0, v3.0.0");
    assertThatThrownBy(() -> new Releases(List.of(odd, odd))).hasMessage("v3.0.0 is there twice");
  }

  @Test
  void aReleaseReadsItsOwnEncodingAndThoseBefore() {
    Release second = new Release(NEW, RowHash.MURMUR3, 2);

    assertThat(second.reads(1)).isTrue();
    assertThat(second.reads(2)).isTrue();
    assertThat(second.reads(3)).isFalse();
    assertThatThrownBy(() -> new Release(NEW, RowHash.MURMUR3, 0))
        .hasMessage("encoding must lie in 1 to 1000, got 0");
  }

  @Test
  void hashFunctionsDifferAndKeepDigestsApart() {
    long[] digests = {1, 2, 3, -1, 1L << 40, 0x9e3779b97f4a7c15L};

    for (RowHash hash : RowHash.values()) {
      assertThat(Arrays.stream(digests).map(hash::of).distinct().count()).isEqualTo(digests.length);
    }
    assertThat(Arrays.stream(digests).map(RowHash.MURMUR3::of).toArray())
        .doesNotContain(Arrays.stream(digests).map(RowHash.XXHASH64::of).toArray());
  }
}
