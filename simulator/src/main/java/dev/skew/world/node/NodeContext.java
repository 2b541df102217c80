package dev.skew.world.node;

import dev.skew.kernel.EventTarget;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** The machine as the process that runs on it sees it. */
public interface NodeContext {

  NodeId self();

  /** Virtual time, for the bookkeeping of the simulation; what the code believes is the clock's. */
  long nowNanos();

  NodeClock clock();

  void send(NodeId to, Channel channel, WireMessage message);

  /** Closes the connection on which this node sends to a peer, with what is under way on it. */
  void disconnect(NodeId peer, Channel channel);

  /**
   * Has {@link NodeProcess#onTimer} called with {@code token} after {@code localNanos} on this
   * node's own clock.
   *
   * @return a handle for {@link #cancelTimer}
   */
  long setTimer(long localNanos, Object token);

  /** As {@link #setTimer}, at a virtual instant that the caller reckoned with the clock. */
  long setTimerAt(long dueNanos, Object token);

  void cancelTimer(long handle);

  /** Whom the disk tells of a finished write; {@link NodeProcess#onDisk} is called then. */
  EventTarget disk();

  /**
   * The peers that have a connection for raft messages with this node at the moment, the one that
   * has had it longest first.
   */
  List<NodeId> connectedPeers();

  void trace(TraceEvent event);

  /** The process ends with this complaint, as a panic does; the machine stays up. */
  void panic(String complaint);

  /** The process ends as it was asked to; its supervisor starts it again. */
  void exit();

  /**
   * The process ends of its own accord; its supervisor starts it again after a while (systemd's
   * {@code RestartSec}), with what is installed then.
   */
  void restart(long afterNanos);
}
