package dev.skew.world.quorum;

/** One method per message; {@code from} is the sender's place on the ring. */
interface StoreMessageHandler {

  void onMutate(int from, StoreMessage.Mutate message);

  void onMutated(int from, StoreMessage.Mutated message);

  void onRead(int from, StoreMessage.Read message);

  void onFound(int from, StoreMessage.Found message);

  void onForward(int from, StoreMessage.Forward message);

  void onForwarded(int from, StoreMessage.Forwarded message);

  void onAskStamp(int from, StoreMessage.AskStamp message);

  void onStamped(int from, StoreMessage.Stamped message);

  void onGossip(int from, StoreMessage.Gossip message);

  void onDecide(int from, StoreMessage.Decide message);

  void onTreeRoot(int from, StoreMessage.TreeRoot message);

  void onTreeLeaves(int from, StoreMessage.TreeLeaves message);

  void onTreeRows(int from, StoreMessage.TreeRows message);

  void onBeacon(int from, StoreMessage.Beaconed message);

  void onEncoded(int from, StoreMessage.Encoded message);
}
