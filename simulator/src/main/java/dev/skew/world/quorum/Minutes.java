package dev.skew.world.quorum;

import org.jspecify.annotations.Nullable;

/**
 * What a member must not forget of decisions: on its disk before anybody hears of it.
 *
 * @param decided the newest decree that it knows
 * @param promised it votes in no ballot before this one, on what follows {@code decided}
 * @param acceptedBallot in which it accepted, 0 where it has accepted nothing yet
 * @param accepted what it accepted
 */
record Minutes(Decree decided, long promised, long acceptedBallot, @Nullable Decree accepted) {

  static final Minutes NONE = new Minutes(Decree.NONE, 0, 0, null);

  Minutes promise(long ballot) {
    return new Minutes(decided, ballot, acceptedBallot, accepted);
  }

  Minutes accept(long ballot, Decree decree) {
    return new Minutes(decided, ballot, ballot, decree);
  }

  /** The next epoch begins without promises. */
  Minutes decide(Decree decree) {
    return new Minutes(decree, 0, 0, null);
  }
}
