package dev.skew.world.network;

/** Why a message will never arrive. */
public enum DropReason {
  /** Lost on the link; datagrams only, a stream sends again. */
  LOST("lost"),
  /** The link is cut; datagrams only. */
  PARTITIONED("partitioned"),
  /** The link's queue was full; datagrams only. */
  QUEUE_FULL("queue-full"),
  /** The checksum did not match; datagrams only. */
  CORRUPTED("corrupted"),
  /** No connection, and none can be waited for. */
  NOT_CONNECTED("not-connected"),
  /** The sender's outgoing buffer was full. */
  BUFFER_FULL("buffer-full"),
  /** The connection that carried it broke. */
  CONNECTION_LOST("connection-lost"),
  /** The sender's or the receiver's process is not running, or has no endpoint. */
  PROCESS_DOWN("process-down");

  private final String label;

  DropReason(String label) {
    this.label = label;
  }

  /** The name in trace files, in kebab-case. */
  public String label() {
    return label;
  }
}
