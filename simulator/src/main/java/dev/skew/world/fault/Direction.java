package dev.skew.world.fault;

/** Which way a network fault works, seen from the chosen nodes. */
public enum Direction {
  /** What they send and what they are sent. */
  BOTH("both"),
  /** What they send, as {@code tc qdisc ... netem} on a node's interface. */
  OUTBOUND("outbound"),
  /** What they are sent, as {@code iptables -A INPUT}. */
  INBOUND("inbound");

  private final String label;

  Direction(String label) {
    this.label = label;
  }

  /** The word as commands write it. */
  public String label() {
    return label;
  }
}
