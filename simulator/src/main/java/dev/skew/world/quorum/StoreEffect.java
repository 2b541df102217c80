package dev.skew.world.quorum;

import dev.skew.world.kv.ClientResponse;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Revision;

/** What a store node wants done; the order of the list is the order of duties. */
public sealed interface StoreEffect {

  /** Say something to another node of the store. */
  record Send(NodeId to, StoreMessage message) implements StoreEffect {}

  /**
   * Give up the connection to a peer that is taken to be down, as Cassandra does when it convicts
   * one ({@code MessagingService.convict}): once the peer is back a new dial finds out in a round
   * trip, while TCP's next retransmission may be a minute away.
   */
  record Disconnect(NodeId peer) implements StoreEffect {}

  /** Answer a client. */
  record Respond(NodeId client, ClientResponse response) implements StoreEffect {}

  /**
   * Append a record to the commit log.
   *
   * @param bytes its size
   * @param token counts the node's records from 1, over all its lives; a crash that loses the last
   *     ones makes their tokens free again
   * @param isSyncWanted whether {@link StoreInput.Persisted} is awaited: sync as soon as may be.
   *     Not wanted means that a later {@link Sync} will ask.
   */
  record Append(int bytes, long token, boolean isSyncWanted) implements StoreEffect {}

  /** Bring every record up to this one to disk, then report it persisted. */
  record Sync(long token) implements StoreEffect {}

  /**
   * Start a timer by the node's own clock ({@code NodeClock.virtualDelay}). A token is not started
   * again before it has fired. Timers die with the process.
   */
  record SetTimer(long token, long localNanos) implements StoreEffect {}

  /** Install this, and start the process again with it. */
  record Adopt(Revision revision) implements StoreEffect {}

  /** Put an event on the trace. */
  record Note(StoreEvent event) implements StoreEffect {}
}
