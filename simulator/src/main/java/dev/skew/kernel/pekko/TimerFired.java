package dev.skew.kernel.pekko;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;

/** A timer of the actor system fired: of an actor, of its receive timeout, or a bare task. */
record TimerFired(String target, String what) implements TraceEvent {

  @Override
  public String kind() {
    return "timer-fired";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("target", target).put("what", what);
  }
}
