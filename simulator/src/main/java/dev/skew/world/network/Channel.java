package dev.skew.world.network;

import org.jspecify.annotations.Nullable;

/**
 * A lane between two nodes: messages on one channel keep their order, messages on two do not wait
 * for each other. Each stream channel of a pair and direction is a TCP connection of its own, but a
 * reply channel rides on the connection that its request channel opened.
 */
public enum Channel {
  /** rafthttp's {@code streamTypeMsgAppV2}: append messages only. */
  RAFT_APPEND("raft-append"),
  /** rafthttp's {@code streamTypeMessage}: heartbeats, votes, responses, proposals. */
  RAFT_MESSAGE("raft-message"),
  /** rafthttp's pipeline: what finds no stream, and snapshots; dialled by the sender. */
  RAFT_PIPELINE("raft-pipeline"),
  /** Between replicas of the quorum store: one-way connections, each dialled by its sender. */
  STORE("store"),
  /** The log that a primary ships; the replica dials, as MySQL's replica thread does. */
  REPLICATION("replication"),
  CLIENT_REQUEST("client-request"),
  CLIENT_REPLY("client-reply", CLIENT_REQUEST),
  SERVICE_REQUEST("service-request"),
  SERVICE_REPLY("service-reply", SERVICE_REQUEST),
  /** Datagrams: loss is loss. */
  GOSSIP("gossip"),
  /** Datagrams: NTP polls and answers. */
  TIME_SYNC("time-sync");

  private final String label;
  private final @Nullable Channel carrier;

  Channel(String label) {
    this(label, null);
  }

  Channel(String label, @Nullable Channel carrier) {
    this.label = label;
    this.carrier = carrier;
  }

  /** The name in trace files, in kebab-case. */
  public String label() {
    return label;
  }

  public boolean isDatagram() {
    return this == GOSSIP || this == TIME_SYNC;
  }

  /** The channel of the opposite direction whose connection this one uses, for reply channels. */
  @Nullable Channel carrier() {
    return carrier;
  }

  /** Whether its connections carry replies in the other direction. */
  boolean hasReplies() {
    return this == CLIENT_REQUEST || this == SERVICE_REQUEST;
  }

  /** Where arrays by channel keep this one. */
  @SuppressWarnings("EnumOrdinal") // it never leaves the process, and an EnumMap is too slow here
  int slot() {
    return ordinal();
  }
}
