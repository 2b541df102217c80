package dev.skew.kernel;

/** Watches a trace. What it does must not reach back into the world. */
@FunctionalInterface
public interface TraceListener {

  void onTraceEvent(long atNanos, TraceEvent event);
}
