package dev.skew.world.node;

import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;

/** A server process on a node, from its start to its crash. What must survive is on its disk. */
public interface NodeProcess {

  /** The process has started, and recovered what its disk holds. */
  void onStart();

  void onMessage(NodeId from, Channel channel, WireMessage message);

  void onTimer(Object token);

  /** A disk request is complete. */
  void onDisk(Object token);

  /** The connection to a peer broke; messages sent to it lately may be lost. */
  void onDisconnect(NodeId peer, Channel channel);

  /** The process is asked to end, and does so by {@link NodeContext#exit} when it is ready. */
  void onTerminate();

  /** A message to a peer found no connection and was given up. */
  void onUnreachable(NodeId peer, Channel channel);
}
