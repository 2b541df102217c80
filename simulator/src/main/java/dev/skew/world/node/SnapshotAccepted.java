package dev.skew.world.node;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;

/** A member's transport took a whole snapshot in: the answer to the request that carried it. */
record SnapshotAccepted() implements WireMessage {

  @Override
  public String kind() {
    return "snapshot-accepted";
  }

  @Override
  public int sizeBytes() {
    return 60;
  }

  @Override
  public void describe(TraceFields fields) {}
}
