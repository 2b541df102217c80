package dev.skew.world.fault;

import org.jspecify.annotations.Nullable;

/**
 * Which of the chosen nodes' links a network fault works on.
 *
 * @param direction seen from the chosen nodes
 * @param peers who is at the other end; null for everyone else: other nodes and, except for a
 *     partition without {@code clients}, clients
 * @param clients whether a partition cuts clients off too; other faults reach them anyway unless
 *     {@code peers} leaves them out
 */
public record Reach(Direction direction, @Nullable NodeSelector peers, boolean clients) {

  public static final Reach BOTH_WAYS = new Reach(Direction.BOTH, null, false);
}
