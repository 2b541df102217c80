package dev.skew.world.raft;

import java.util.List;

/**
 * What became of an input.
 *
 * @param state the member afterwards
 * @param effects in the order of duties, never to be changed
 */
public record RaftStep(RaftState state, List<RaftEffect> effects) {}
