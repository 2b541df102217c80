package dev.skew.world.network;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a channel keeps its connections.
 *
 * @param dialer which end opens the connection
 * @param readTimeoutNanos the receiver gives a connection up when nothing arrived for so long; 0
 *     for never
 * @param keepAliveNanos the sender says something at least so often; 0 for never
 * @param dialTimeoutNanos a dial fails after so long
 * @param redialNanos shortest time between the starts of two dials; 0 when only a waiting message
 *     makes the sender dial again
 * @param bufferMessages messages that may wait in the sender; more are dropped
 * @param fallback where messages go while the channel has no connection; null drops them
 */
public record StreamSettings(
    Dialer dialer,
    long readTimeoutNanos,
    long keepAliveNanos,
    long dialTimeoutNanos,
    long redialNanos,
    int bufferMessages,
    @Nullable Channel fallback) {

  /** Which end of a channel opens its connections. */
  public enum Dialer {
    /** The sender of messages. */
    SENDER,
    /** The receiver: rafthttp's stream reader asks for the stream with an HTTP GET. */
    RECEIVER
  }

  public StreamSettings {
    if (dialTimeoutNanos <= 0 || bufferMessages < 1) {
      throw new IllegalArgumentException(
          "dial time-out and buffer must be above zero, got "
              + dialTimeoutNanos
              + " ns and "
              + bufferMessages);
    }
    if (readTimeoutNanos < 0 || keepAliveNanos < 0 || redialNanos < 0) {
      throw new IllegalArgumentException("stream times must not be negative");
    }
  }

  /**
   * The two streams of etcd 3.4's rafthttp: the reader dials, {@code ConnReadTimeout} 5 s, a link
   * heartbeat each third of it, {@code DialRetryFrequency} 100 ms, {@code peerDialTimeout} one
   * second and the election time-out, {@code streamBufSize} 4096; what finds no stream takes the
   * pipeline ({@code peer.pick}).
   */
  public static StreamSettings raftStream(Duration electionTimeout) {
    long readTimeoutNanos = Duration.ofSeconds(5).toNanos();
    return new StreamSettings(
        Dialer.RECEIVER,
        readTimeoutNanos,
        readTimeoutNanos / 3,
        raftDialTimeoutNanos(electionTimeout),
        Duration.ofMillis(100).toNanos(),
        4096,
        Channel.RAFT_PIPELINE);
  }

  /**
   * rafthttp's pipeline: the sender posts, buffering {@code pipelineBufSize} 64 messages. The
   * peer's server closes a connection that is quiet for {@code ConnReadTimeout}.
   */
  public static StreamSettings raftPipeline(Duration electionTimeout) {
    return new StreamSettings(
        Dialer.SENDER,
        Duration.ofSeconds(5).toNanos(),
        0,
        raftDialTimeoutNanos(electionTimeout),
        0,
        64,
        null);
  }

  /**
   * Requests and their replies over one connection that the client opens when it needs it. Nobody
   * times a request out but the client itself. The dial time-out is that of Go's default HTTP
   * transport, 30 s.
   */
  public static StreamSettings rpc() {
    return new StreamSettings(
        Dialer.SENDER, 0, 0, Duration.ofSeconds(30).toNanos(), 0, 65_536, null);
  }

  /**
   * Cassandra's messages between replicas: each node dials, two seconds for TCP and the handshake
   * ({@code internode_tcp_connect_timeout}), again at most every 200 ms.
   */
  public static StreamSettings internode() {
    return new StreamSettings(
        Dialer.SENDER,
        0,
        0,
        Duration.ofSeconds(2).toNanos(),
        Duration.ofMillis(200).toNanos(),
        65_536,
        null);
  }

  /**
   * A log that is shipped: the receiver dials, gives up after 60 s of silence, dials each second.
   */
  public static StreamSettings replication() {
    return new StreamSettings(
        Dialer.RECEIVER,
        Duration.ofSeconds(60).toNanos(),
        Duration.ofSeconds(30).toNanos(),
        Duration.ofSeconds(10).toNanos(),
        Duration.ofSeconds(1).toNanos(),
        65_536,
        null);
  }

  private static long raftDialTimeoutNanos(Duration electionTimeout) {
    return Duration.ofSeconds(1).plus(electionTimeout).toNanos();
  }

  static StreamSettings defaultFor(Channel channel) {
    Duration electionTimeout = Duration.ofSeconds(1);
    return switch (channel) {
      case RAFT_APPEND, RAFT_MESSAGE -> raftStream(electionTimeout);
      case RAFT_PIPELINE -> raftPipeline(electionTimeout);
      case STORE -> internode();
      case REPLICATION -> replication();
      case CLIENT_REQUEST, CLIENT_REPLY, SERVICE_REQUEST, SERVICE_REPLY -> rpc();
      case GOSSIP, TIME_SYNC -> rpc();
    };
  }
}
