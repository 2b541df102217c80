/**
 * A store of many masters with quorums, as Amazon's Dynamo described it (DeCandia et al. 2007),
 * with Cassandra 4 and Riak KV 2 as models where the paper is silent.
 *
 * <p>{@link dev.skew.world.quorum.StoreNode} is one node: inputs go in, effects come out. {@link
 * dev.skew.world.quorum.StoreSettings} says how it is set up, {@link
 * dev.skew.world.quorum.StoreInput} and {@link dev.skew.world.quorum.StoreEffect} are all it has to
 * do with the world, {@link dev.skew.world.quorum.StoreMessage} is what nodes say to each other,
 * {@link dev.skew.world.quorum.StoreOrder} what operators tell them, {@link
 * dev.skew.world.quorum.StoreEvent} what they record, and {@link
 * dev.skew.world.quorum.StoreCounters} and {@link dev.skew.world.quorum.OpenConflict} what an
 * exporter on the node can read.
 *
 * <p>Imports kernel, topology, clock, network and kv. No Pekko, no I/O, no clock of the machine.
 */
@NullMarked
package dev.skew.world.quorum;

import org.jspecify.annotations.NullMarked;
