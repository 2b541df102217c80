package dev.skew.world.node;

import dev.skew.kernel.RandomSource;

/**
 * What a member boots with.
 *
 * @param wal what its disk holds
 * @param random for election time-outs; one stream over all lives of the member
 * @param life how often it booted before; keeps the ids of requests apart
 * @param voter what makes it vote twice in a term, if anything does; one over all lives
 */
public record EtcdBoot(RaftWal wal, RandomSource random, int life, FalseVoter voter) {

  /** A member that is honest. */
  EtcdBoot(RaftWal wal, RandomSource random, int life) {
    this(wal, random, life, new FalseVoter());
  }
}
