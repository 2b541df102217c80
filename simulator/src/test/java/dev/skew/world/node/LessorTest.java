package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Leases by etcd 3.4's {@code lease/lessor.go}. */
class LessorTest {

  private static final long TTL = 10 * SimTime.SECOND;
  private static final long EXTEND = SimTime.SECOND;

  private final Lessor lessor = new Lessor(10, 100 * SimTime.MILLISECOND);

  @Test
  void onlyTheLeaderLetsLeasesExpire() {
    lessor.grant(1, TTL, 0);

    assertThat(lessor.takeExpired(100 * TTL)).isEmpty();
  }

  @Test
  void aLeaseExpiresWhenItsWholeTimeHasPassed() {
    lessor.promote(0, EXTEND);
    lessor.grant(1, TTL, 0);

    assertThat(lessor.takeExpired(TTL - 1)).isEmpty();
    assertThat(lessor.takeExpired(TTL)).containsExactly(1L);
  }

  /** {@code Promote(extend)}: a new leader cannot know how much time the old one had given. */
  @Test
  void aNewLeaderGivesTheWholeTimeAgainAndTheElectionTimeout() {
    lessor.grant(1, TTL, 0);

    lessor.promote(5 * TTL, EXTEND);

    assertThat(lessor.takeExpired(6 * TTL + EXTEND - 1)).isEmpty();
    assertThat(lessor.takeExpired(6 * TTL + EXTEND)).containsExactly(1L);
  }

  @Test
  void whoLostTheLeadershipExpiresNothing() {
    lessor.promote(0, EXTEND);
    lessor.grant(1, TTL, 0);

    lessor.demote();

    assertThat(lessor.takeExpired(100 * TTL)).isEmpty();
  }

  /** {@code expiredLeaseRetryInterval}: 3 s. */
  @Test
  void aRevocationThatGotLostIsTriedAgain() {
    lessor.promote(0, EXTEND);
    lessor.grant(1, TTL, 0);
    lessor.takeExpired(TTL);

    assertThat(lessor.takeExpired(TTL + 3 * SimTime.SECOND - 1)).isEmpty();
    assertThat(lessor.takeExpired(TTL + 3 * SimTime.SECOND)).containsExactly(1L);
  }

  /** {@code leaseRevokeRate}: 1000 a second, and the leader looks twice a second. */
  @Test
  void noMoreThanFiveHundredAreRevokedAtOneLook() {
    lessor.promote(0, EXTEND);
    for (long id = 1; id <= 1_200; id++) {
      lessor.grant(id, TTL, 0);
    }

    List<Integer> sizes = new ArrayList<>();
    for (int look = 0; look < 3; look++) {
      sizes.add(lessor.takeExpired(TTL + look * Lessor.CHECK_INTERVAL_NANOS).size());
    }

    assertThat(sizes).containsExactly(500, 500, 200);
  }

  /** {@code ErrLeaseExists}. */
  @Test
  void aLeaseIsNotGrantedTwice() {
    lessor.promote(0, EXTEND);
    lessor.grant(1, TTL, 0);

    boolean again = lessor.grant(1, 5 * TTL, 0);

    assertThat(again).isFalse();
    assertThat(lessor.takeExpired(TTL)).containsExactly(1L);
  }

  @Test
  void aRevokedLeaseIsGone() {
    lessor.grant(1, TTL, 0);

    assertThat(lessor.revoke(1)).isTrue();
    assertThat(lessor.revoke(1)).isFalse();
    assertThat(lessor.holds(1)).isFalse();
  }

  /** {@code minLeaseTTL}: with etcd's default of ten ticks of 100 ms, 1.5 s and so 2 s. */
  @Test
  void noLeaseIsShorterThanAnElectionNeeds() {
    lessor.promote(0, EXTEND);
    lessor.grant(1, SimTime.SECOND, 0);
    lessor.grant(2, 3 * SimTime.SECOND, 0);

    assertThat(lessor.ttls()).isEqualTo(Map.of(1L, 2 * SimTime.SECOND, 2L, 3 * SimTime.SECOND));
    assertThat(lessor.takeExpired(2 * SimTime.SECOND - 1)).isEmpty();
    assertThat(lessor.takeExpired(2 * SimTime.SECOND)).containsExactly(1L);
  }

  @Test
  void aSlowerElectionMakesTheLeastLeaseLonger() {
    Lessor far = new Lessor(10, 500 * SimTime.MILLISECOND);

    far.grant(1, SimTime.SECOND, 0);

    assertThat(far.ttls()).isEqualTo(Map.of(1L, 8 * SimTime.SECOND));
  }

  @Test
  void aSnapshotCarriesTheWholeTimes() {
    lessor.promote(0, EXTEND);
    lessor.grant(2, 2 * TTL, 0);
    lessor.grant(1, TTL, 0);
    Lessor follower = new Lessor(10, 100 * SimTime.MILLISECOND);

    follower.restore(lessor.ttls());

    assertThat(follower.ttls()).isEqualTo(Map.of(1L, TTL, 2L, 2 * TTL));
    assertThat(follower.takeExpired(100 * TTL)).isEmpty();
  }
}
