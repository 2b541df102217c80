package dev.skew.world.node;

import dev.skew.kernel.RandomSource;

/**
 * What a member boots with.
 *
 * @param wal what its disk holds
 * @param random for election time-outs; one stream over all lives of the member
 * @param life how often it booted before; keeps the ids of requests apart
 */
public record EtcdBoot(RaftWal wal, RandomSource random, int life) {}
