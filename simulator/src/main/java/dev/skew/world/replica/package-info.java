/**
 * Asynchronous replication of one primary to read replicas, as MySQL 8.0 does it: a binary log, a
 * receiver and an applier thread, global transaction identifiers.
 *
 * <p>{@link dev.skew.world.replica.MysqlNode} is one server, whichever part it plays: inputs go in,
 * effects come out, one file for each rule. {@link dev.skew.world.replica.ReplicaSettings} says how
 * it is set up; {@link dev.skew.world.replica.ReplicaInput} and {@link
 * dev.skew.world.replica.ReplicaEffect} are all it has to do with the world; {@link
 * dev.skew.world.replica.ReplicaMessage} is what servers say to each other, {@link
 * dev.skew.world.replica.ReplicaOrder} what an operator types, {@link
 * dev.skew.world.replica.ReplicaEvent} what is put on record, {@link
 * dev.skew.world.replica.ReplicaStatus} what {@code SHOW REPLICA STATUS} shows.
 *
 * <p>"Manual" in a comment is the MySQL 8.0 Reference Manual. Imports kernel, topology, clock,
 * network and kv. No Pekko, no I/O, no clock of the machine.
 */
@NullMarked
package dev.skew.world.replica;

import org.jspecify.annotations.NullMarked;
