package dev.skew.world.raft;

/**
 * A state machine's own payload, opaque to Raft. Implementations are immutable; {@link #sizeBytes}
 * and {@link #fingerprint} are constant-time.
 */
public non-sealed interface Command extends Payload {}
