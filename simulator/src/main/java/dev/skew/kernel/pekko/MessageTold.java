package dev.skew.kernel.pekko;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;

/** One actor told another something. */
record MessageTold(String target, String what) implements TraceEvent {

  @Override
  public String kind() {
    return "message-told";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("target", target).put("what", what);
  }
}
