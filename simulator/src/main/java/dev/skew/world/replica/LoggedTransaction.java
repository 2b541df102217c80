package dev.skew.world.replica;

/**
 * A transaction as a binary log has it.
 *
 * @param wallNanos when it was committed, by the clock of the server that committed it first; the
 *     log keeps it wherever it is copied to
 * @param bytes its size in a log and on the wire
 */
public record LoggedTransaction(Gtid gtid, RowChange change, long wallNanos, int bytes) {}
