package dev.skew.world.fault;

/**
 * Which of the chosen nodes' links a network fault works on.
 *
 * @param direction seen from the chosen nodes
 * @param peers who is at the other end; {@link NodeSelector#REST} for everyone: the other nodes
 *     and, except for a partition without {@code clients}, clients
 * @param clients whether a partition cuts clients off too; other faults reach them anyway unless
 *     {@code peers} leaves them out
 */
public record Reach(Direction direction, NodeSelector peers, boolean clients) {

  public static final Reach BOTH_WAYS = new Reach(Direction.BOTH, NodeSelector.REST, false);
}
