package dev.skew.kernel;

/** Something that happened in the simulated world, at the instant at which it is recorded. */
public interface TraceEvent {

  /** The kind, in kebab-case, as it stands in trace files: {@code message-delivered}. */
  String kind();

  /** Puts every field, always the same ones in the same order. */
  void describe(TraceFields fields);
}
