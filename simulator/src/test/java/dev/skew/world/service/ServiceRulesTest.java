package dev.skew.world.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.service.LoadShedding.Policy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backoff, shedding, gate and cache, each by itself. */
class ServiceRulesTest {

  private static final long MILLI = 1_000_000L;
  private static final ServiceRequest READ = request(false, false);
  private static final ServiceRequest WRITE = request(true, false);
  private static final ServiceRequest CRITICAL = request(false, true);

  @Test
  void aPauseDoublesUpToItsCap() {
    Backoff backoff = new Backoff(9, 100 * MILLI, 500 * MILLI, false);
    RandomSource random = new Seed(1).random();

    List<Long> millis = new ArrayList<>();
    for (int attempts = 1; attempts <= 5; attempts++) {
      millis.add(backoff.pauseNanos(attempts, random) / MILLI);
    }

    assertThat(millis).containsExactly(100L, 200L, 400L, 500L, 500L);
    assertThat(backoff.pauseNanos(1_000, random)).isEqualTo(500 * MILLI);
  }

  @Test
  void fullJitterDrawsFromZeroToTheBound() {
    Backoff backoff = new Backoff(9, 100 * MILLI, 500 * MILLI, true);
    RandomSource random = new Seed(1).random();

    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      long pause = backoff.pauseNanos(2, random);
      assertThat(pause).isBetween(0L, 200 * MILLI);
      sum += pause;
    }

    assertThat(sum / 10_000).isBetween(95.0 * MILLI, 105.0 * MILLI);
  }

  @Test
  void aCapBelowItsBaseIsRefused() {
    assertThatThrownBy(() -> new Backoff(2, 2, 1, true)).hasMessageContaining("cap not below base");
  }

  @Test
  void aLongQueueTurnsAwayWhatIsNotCritical() {
    LoadShedding shedding = new LoadShedding(Policy.QUEUE_LENGTH, 5, 1, 1);

    assertThat(shedding.refuses(READ, 4)).isFalse();
    assertThat(shedding.refuses(READ, 5)).isTrue();
    assertThat(shedding.refuses(CRITICAL, 500)).isFalse();
  }

  @Test
  void sheddingByImportanceNeedsNoQueue() {
    LoadShedding shedding = new LoadShedding(Policy.NON_CRITICAL, 5, 1, 1);

    assertThat(shedding.refuses(READ, 0)).isTrue();
    assertThat(shedding.refuses(CRITICAL, 0)).isFalse();
  }

  @Test
  void controlledDelayHasLittlePatienceWhileAQueueStands() {
    LoadShedding shedding = new LoadShedding(Policy.CODEL, 5, 5 * MILLI, 100 * MILLI);

    assertThat(shedding.patienceNanos(100 * MILLI)).isEqualTo(100 * MILLI);
    assertThat(shedding.patienceNanos(101 * MILLI)).isEqualTo(5 * MILLI);
    assertThat(LoadShedding.OFF.patienceNanos(SimTime.MINUTE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theGateLetsItsShareInAndNobodyOutAsItGrows() {
    int tenth = 0;
    for (int user = 0; user < 10_000; user++) {
      boolean early = AdmissionGate.admits(0.1, "user-" + user);
      tenth += early ? 1 : 0;
      assertThat(!early || AdmissionGate.admits(0.3, "user-" + user)).isTrue();
    }

    assertThat(tenth).isBetween(900, 1_100);
    assertThat(AdmissionGate.admits(0, "anybody")).isFalse();
  }

  @Test
  void aCacheAnswersWhileItsEntriesLive() {
    ReadCache cache = cache(ReadCache.Mode.READ_THROUGH, false);
    cache.learn(0, READ, true);

    assertThat(cache.hits(SimTime.SECOND - 1, READ)).isTrue();
    assertThat(cache.hits(SimTime.SECOND, READ)).isFalse();
    assertThat(cache.hits(0, WRITE)).isFalse();
  }

  @Test
  void aWriteDeletesTheEntry() {
    ReadCache cache = cache(ReadCache.Mode.READ_THROUGH, false);
    cache.learn(0, READ, true);

    cache.learn(1, WRITE, true);

    assertThat(cache.hits(2, READ)).isFalse();
  }

  @Test
  void aFailedReadDeletesTheEntryOnlyWhereThatIsTheRule() {
    ReadCache keeping = cache(ReadCache.Mode.READ_THROUGH, false);
    ReadCache deleting = cache(ReadCache.Mode.READ_THROUGH, true);
    keeping.learn(0, READ, true);
    deleting.learn(0, READ, true);

    keeping.learn(1, READ, false);
    deleting.learn(1, READ, false);

    assertThat(keeping.hits(2, READ)).isTrue();
    assertThat(deleting.hits(2, READ)).isFalse();
  }

  @Test
  void aCacheThatServesStaleAnswersWhateverTheAge() {
    ReadCache cache = cache(ReadCache.Mode.SERVE_STALE, false);
    cache.learn(0, READ, true);

    assertThat(cache.hits(SimTime.MINUTE, READ)).isTrue();
  }

  @Test
  void theOldestEntryMakesRoom() {
    ReadCache cache =
        new ReadCache(new ReadCache.Settings(ReadCache.Mode.SERVE_STALE, 1, 1, false));
    cache.learn(0, READ, true);

    cache.learn(1, new ServiceRequest(2, "u", "other", false, false), true);

    assertThat(cache.hits(2, READ)).isFalse();
  }

  private static ReadCache cache(ReadCache.Mode mode, boolean deleteOnError) {
    return new ReadCache(new ReadCache.Settings(mode, SimTime.SECOND, 10, deleteOnError));
  }

  private static ServiceRequest request(boolean write, boolean critical) {
    return new ServiceRequest(1, "user", "key", write, critical);
  }
}
