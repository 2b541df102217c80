package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What a member must remember over a restart besides its log (paper, figure 2).
 *
 * @param term latest term seen
 * @param vote whom it voted for in that term
 * @param commit highest index known to be committed; may be behind, never ahead
 */
public record HardState(long term, @Nullable NodeId vote, long commit) {

  /** A member that has never run. */
  public static final HardState EMPTY = new HardState(0, null, 0);
}
