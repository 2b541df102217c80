package dev.skew.world.network;

import dev.skew.kernel.TraceFields;

/** What travels between nodes: immutable, with a size and a description for the trace. */
public interface WireMessage {

  /** The kind, in kebab-case, as it stands in trace files: {@code append-entries}. */
  String kind();

  /** Bytes on the wire, payload and framing; what bandwidth and queues count. */
  int sizeBytes();

  /** Puts what tells this message from another of its kind, always in the same order. */
  void describe(TraceFields fields);
}
