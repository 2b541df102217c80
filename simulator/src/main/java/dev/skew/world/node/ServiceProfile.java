package dev.skew.world.node;

import dev.skew.world.network.Latency;
import org.jspecify.annotations.Nullable;

/**
 * How much a server process can do.
 *
 * @param message processor time for one message: until it has passed, the next one waits
 * @param queueLimit messages that may wait; what comes on top is dropped, as a full backlog drops
 * @param boot from the start of the process until it serves
 * @param host whose processors the machine shares with others; null when it has one of its own
 */
public record ServiceProfile(
    Latency message, int queueLimit, Latency boot, @Nullable HostProcessors host) {

  public ServiceProfile {
    if (queueLimit < 1) {
      throw new IllegalArgumentException("queueLimit must be positive, got " + queueLimit);
    }
  }

  /** A machine with a processor of its own. */
  public ServiceProfile(Latency message, int queueLimit, Latency boot) {
    this(message, queueLimit, boot, null);
  }
}
