package dev.skew.world.node;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;

/** What a member's transport answers to one that was removed (rafthttp: 410 Gone). */
record MemberGone() implements WireMessage {

  @Override
  public String kind() {
    return "member-gone";
  }

  @Override
  public int sizeBytes() {
    return 60;
  }

  @Override
  public void describe(TraceFields fields) {}
}
