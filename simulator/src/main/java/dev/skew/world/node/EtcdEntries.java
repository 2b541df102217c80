package dev.skew.world.node;

import dev.skew.world.kv.Operation;
import dev.skew.world.raft.Payload;
import org.jspecify.annotations.Nullable;

/** What a member's log entries say of the clients who asked for them. */
public final class EtcdEntries {

  private EtcdEntries() {}

  /** A digest of the client request that a log entry carries, 0 when no client asked for it. */
  public static long requestOf(Payload payload) {
    return payload instanceof EtcdCommand.Kv kv ? kv.request() : 0;
  }

  /** What a client asked for that is in a log entry, null when no client did. */
  public static @Nullable Operation operationOf(Payload payload) {
    return payload instanceof EtcdCommand.Kv kv ? kv.operation() : null;
  }
}
