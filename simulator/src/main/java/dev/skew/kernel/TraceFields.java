package dev.skew.kernel;

/**
 * Receives the fields of a trace event in a fixed order. One description serves both the hash and
 * the trace file, so that nothing can be in one and not in the other. Names are kebab-case
 * literals.
 */
public interface TraceFields {

  TraceFields put(String name, long value);

  TraceFields put(String name, String value);

  TraceFields put(String name, boolean value);
}
